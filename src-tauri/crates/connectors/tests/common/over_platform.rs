//! A connection to the platform.

use liasse_connectors::Authority;
use liasse_connectors::platform::{Platform, Settings};
use liasse_connectors::sandbox::Sandbox;

use super::common::{credentials, timeouts, trusting};

pub fn platform(sandbox: &Sandbox) -> Platform {
    let (address, token_address) = (sandbox.platform_address(), sandbox.platform_token_address());
    platform_at(address, token_address, trusting(sandbox))
}

pub fn platform_at(address: String, token_address: String, authority: Option<Authority>) -> Platform {
    let settings = Settings { address, token_address, timeouts: timeouts(), authority };
    Platform::new(settings, credentials()).unwrap()
}
