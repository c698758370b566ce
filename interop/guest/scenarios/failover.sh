# shellcheck shell=bash
#
# failover - an element serves and is killed, another one goes on, and in the end the pool is gone
#
# roles: registrar element user
# sabotage: no-echo talk
# sabotage: no-join join
# sabotage: no-crash gone
# sabotage: no-leave leave
# sabotage: other-element-too go-on

play() {
  network

  step start
  registrar pr1

  step register
  sabotaged no-echo && service=discard
  join_elements pe1
  answers_agree

  step talk
  session "$POOL"
  exchange
  exchange
  equal "who serves the user" pe1 "$(serving)"

  step join
  sabotaged no-join && await_joined pe2
  join_elements pe2
  answers_agree

  step crash
  served=$(serving)
  other=pe$((3 - ${served#pe}))
  sabotaged no-crash || crash "$served"

  step gone
  await_lost "$served" "$SOON"
  "loss_reported_$registrar_by" "$served"
  answers_agree

  step go-on
  sabotaged other-element-too && crash "$other"
  exchange
  equal "who serves the user" "$other" "$(serving)"
  session_end

  step leave
  sabotaged no-leave || leave "$other"
  await_lost "$other" "$SOON"

  step nowhere
  check "a user is told that there is no such pool" "nowhere_$user_by" "$POOL"

  step stop
  leave pr1
}
