# shellcheck shell=bash
#
# ipv6 - the short story between hosts that have no IPv4 address
#
# roles: registrar others others
# sabotage: no-echo talk

play() {
  network 6
  short_story
}
