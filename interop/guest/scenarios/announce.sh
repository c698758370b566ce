# shellcheck shell=bash
#
# announce - the short story with elements and users that know no registrar: they hear its
# announcements by multicast, over IPv4, on hosts that have addresses of both families
#
# roles: registrar others others
# sabotage: no-announce register

play() {
  REGISTRARS_KNOWN=no
  network 46
  short_story
}
