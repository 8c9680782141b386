# shellcheck shell=bash
base_command() { fail "not known: $1"; }
