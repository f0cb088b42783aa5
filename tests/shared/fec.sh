#!/usr/bin/env bash
# The ledgers of the folder of samples (LIASSE_SHARED), read and analysed.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec cargo test --quiet -p liasse-cli --test fec_samples -- --ignored
