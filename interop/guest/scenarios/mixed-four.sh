# shellcheck shell=bash
#
# mixed-four - two registrars of each kind, all started together, that find each other by multicast;
# the first is stopped for so long that it is given up, its elements are taken over, users notice
# nothing; then it goes on, and learns what became of them
#
# roles: pr1 pr2 pr3 pr4
# sabotage: no-thaw thaw
# runs: rsplib.ours.rsplib.ours ours.rsplib.ours.rsplib

play() {
  network 4 pr2 pr3 pr4
  scope

  step start
  registrar pr1 pr2 pr3 pr4
  see 3 pr1 pr2 pr3 pr4

  step register
  member rsplib pe1 Both 00001001 pr1
  member ours pe2 Both 00002001 pr1
  pinged pe1 00001005 pr1
  KNOWN=(pr2)
  member rsplib pe2 Both 00001002 pr2
  KNOWN=(pr3)
  member ours pe1 Both 00002003 pr3
  KNOWN=(pr4)
  member rsplib pe2 Both 00001004 pr4
  pinged pe2 00001006 pr4
  agree pr1 pr2 pr3 pr4
  see 3 pr1 pr2 pr3 pr4

  step users
  KNOWN=(pr1 pr2 pr3 pr4)
  users

  step freeze
  freeze pr1
  moved 'pr[234]' pr1
  see 2 pr2 pr3 pr4
  undisturbed
  agree pr2 pr3 pr4

  step thaw
  sabotaged no-thaw || thaw pr1
  moved 'pr[1234]' # who knows only this registrar may come back to it
  agree pr1 pr2 pr3 pr4
  # RSPLIB's, which has lost its elements, says so, and its kind believes it, whoever's they are: then
  # they are missing until they register again.
  [ "$(by pr1)" = ours ] || : >resolved.out
  undisturbed

  step stop
  users_end
  leave pr1
  leave pr2
  leave pr3
  leave pr4
}
