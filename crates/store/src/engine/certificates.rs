//! Which certificates of a PostgreSQL server are believed.

use super::error::{Cause, Error, Result};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::path::Path;
use std::sync::Arc;

/// What is checked of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// Keeps those out who only listen, not one who stands between.
    Nothing,
    /// Signed by one of the authorities, for whatever name.
    Authority,
    AuthorityAndName,
}

/// # Errors
/// `Unavailable` when the file of authorities cannot be read or holds none.
pub(super) fn client(check: Check, roots: Option<&Path>) -> Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match check {
        Check::Nothing => Arc::new(Lenient { authority: None, provider: Arc::clone(&provider) }),
        Check::Authority => {
            Arc::new(Lenient { authority: Some(authority(roots, &provider)?), provider: Arc::clone(&provider) })
        }
        Check::AuthorityAndName => authority(roots, &provider)?,
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| broken("the cryptography offers no version of TLS"))?;
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

/// The authorities of the file, or those that browsers trust.
fn authority(roots: Option<&Path>, provider: &Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>> {
    let store = match roots {
        Some(file) => read(file)?,
        None => webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect(),
    };
    WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
        .build()
        .map_err(|_| broken("no certificate of an authority"))
}

fn read(file: &Path) -> Result<RootCertStore> {
    let place = file.display();
    let unavailable = |cause: Cause| {
        Error::unavailable(
            format!("le fichier d’autorités « {place} » ne se lit pas (certificats PEM attendus)"),
            cause,
        )
    };
    let bytes = std::fs::read(file).map_err(|error| unavailable(error.into()))?;
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&bytes) {
        let certificate = certificate.map_err(|_| unavailable(Cause::Text("ce n’est pas un fichier PEM")))?;
        store.add(certificate).map_err(|_| unavailable(Cause::Text("un certificat est illisible")))?;
    }
    if store.is_empty() {
        return Err(unavailable(Cause::Text("aucun certificat")));
    }
    Ok(store)
}

fn broken(what: &'static str) -> Error {
    Error::unavailable("la connexion chiffrée à PostgreSQL ne peut pas être préparée", Cause::Text(what))
}

/// Checks less than a browser would, as the user's `sslmode` says; the handshake's own signatures are always checked.
#[derive(Debug)]
struct Lenient {
    authority: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        let Some(authority) = &self.authority else { return Ok(ServerCertVerified::assertion()) };
        // The name is looked at last, once the chain was found good.
        match authority.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
