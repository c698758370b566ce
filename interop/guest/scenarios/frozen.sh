# shellcheck shell=bash
#
# frozen - an element that does not answer is removed, and comes back when it can answer again
#
# roles: registrar element
# sabotage: no-freeze removed
# sabotage: no-thaw return

play() {
  network

  step start
  registrar pr1

  step register
  join_elements pe1 pe2
  answers_agree

  step removed
  sabotaged no-freeze || freeze pe1
  await_lost pe1 "$LATER"
  "loss_reported_$registrar_by" pe1
  answers_agree

  step return
  sabotaged no-thaw || thaw pe1
  await_joined pe1 "$LATER"
  answers_agree

  step leave
  leave pe1
  await_lost pe1 "$SOON"
  leave pe2
  await_lost pe2 "$SOON"
  answers_agree

  step stop
  leave pr1
}
