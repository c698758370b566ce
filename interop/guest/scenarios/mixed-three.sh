# shellcheck shell=bash
#
# mixed-three - three registrars that find each other by multicast; the first is killed, its
# elements are taken over, users notice nothing, and it comes back
#
# roles: pr1 pr2 pr3
# sabotage: no-crash die
# runs: rsplib.ours.rsplib ours.rsplib.rsplib ours.rsplib.ours

play() {
  network 4 pr2 pr3
  scope

  step start
  registrar pr1 pr2 pr3

  step register
  member rsplib pe1 Both 00001001 pr1
  member ours pe2 Both 00002001 pr1
  pinged pe1 00001003 pr1
  KNOWN=(pr1 pr2 pr3)
  member rsplib pe1 Both 00001002 'pr[123]'
  member ours pe2 Both 00002002 'pr[123]'
  pinged pe2 00001004 'pr[123]'
  count pr1 pr2 pr3
  see 2 pr1 pr2 pr3

  step users
  users

  step die
  sabotaged no-crash || crash pr1
  moved 'pr[23]'
  see 1 pr2 pr3
  undisturbed
  agree pr2 pr3

  # Who knows only this registrar may come back to it.
  step back
  registrar pr1
  moved 'pr[123]'
  agree pr1 pr2 pr3
  undisturbed

  step stop
  users_end
  leave pr1
  leave pr2
  leave pr3
}
