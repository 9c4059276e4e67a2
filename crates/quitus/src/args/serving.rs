use clap::Args;
use std::net::SocketAddr;

#[derive(Args, Debug)]
pub struct Serve {
    /// Adresse et port d’écoute ; 0.0.0.0:8080 pour être joint d’autres machines, derrière un serveur HTTPS (ou QUITUS_LISTEN)
    #[arg(long, value_name = "ADRESSE", env = "QUITUS_LISTEN", hide_env = true, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Le navigateur passe par HTTPS : les cookies de session ne voyagent alors que chiffrés (ou QUITUS_HTTPS=true)
    #[arg(long, env = "QUITUS_HTTPS", hide_env = true)]
    pub https: bool,
    /// Écrire une ligne JSON par demande sur la sortie d’erreur, sans donnée personnelle (ou QUITUS_LOG_REQUESTS=true)
    #[arg(long, env = "QUITUS_LOG_REQUESTS", hide_env = true)]
    pub log_requests: bool,
}
