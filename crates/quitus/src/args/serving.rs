use clap::Args;
use std::net::{IpAddr, SocketAddr};

#[derive(Args, Debug)]
pub struct Serve {
    /// Adresse et port d’écoute ; 0.0.0.0:8080 pour être joint d’autres machines, derrière un serveur HTTPS (ou QUITUS_LISTEN)
    #[arg(long, value_name = "ADRESSE", env = "QUITUS_LISTEN", hide_env = true, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Le navigateur passe par HTTPS : les cookies de session ne voyagent alors que chiffrés (ou QUITUS_HTTPS=true)
    #[arg(long, env = "QUITUS_HTTPS", hide_env = true)]
    pub https: bool,
    /// Adresses des serveurs placés devant Quitus, hors de cette machine, séparées par des virgules : eux seuls disent d’où
    /// vient une demande (ou QUITUS_PROXIES)
    #[arg(long, value_name = "ADRESSES", env = "QUITUS_PROXIES", hide_env = true, value_delimiter = ',')]
    pub proxies: Vec<IpAddr>,
    /// Jeton que présente l’outil qui relève /metriques ; sans lui, seule cette machine les lit (ou QUITUS_METRICS_TOKEN)
    #[arg(long, value_name = "JETON", env = "QUITUS_METRICS_TOKEN", hide_env = true)]
    pub metrics_token: Option<String>,
    /// Écrire une ligne JSON par demande sur la sortie d’erreur, sans donnée personnelle (ou QUITUS_LOG_REQUESTS=true)
    #[arg(long, env = "QUITUS_LOG_REQUESTS", hide_env = true)]
    pub log_requests: bool,
}
