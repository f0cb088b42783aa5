#!/usr/bin/env bash
# The ledgers of the folder of samples (LIASSE_SHARED), read and analysed.
set -euo pipefail
cd "$(dirname "$0")/../.."
# As all the other tests are built, so that nothing is compiled twice.
exec cargo test --quiet --workspace --features liasse-desktop/custom-protocol --test fec_samples -- --ignored
