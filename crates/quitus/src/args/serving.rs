use clap::Args;
use std::net::SocketAddr;

#[derive(Args, Debug)]
pub struct Serve {
    /// Adresse et port d’écoute ; 0.0.0.0:8080 pour être joint d’autres machines, derrière un serveur HTTPS
    #[arg(long, value_name = "ADRESSE", env = "QUITUS_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Le navigateur passe par HTTPS : les cookies de session ne voyagent alors que chiffrés
    #[arg(long, env = "QUITUS_HTTPS")]
    pub https: bool,
    /// Écrire une ligne JSON par demande sur la sortie d’erreur, sans donnée personnelle
    #[arg(long, env = "QUITUS_LOG_REQUESTS")]
    pub log_requests: bool,
}
