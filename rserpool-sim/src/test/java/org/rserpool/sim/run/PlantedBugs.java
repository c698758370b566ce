package org.rserpool.sim.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.HandlespaceLimits;
import org.rserpool.core.handlespace.Outcome;
import org.rserpool.core.policy.Member;
import org.rserpool.core.policy.MemberSelector;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.PolicyValue;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.core.policy.SelectionPolicy;
import org.rserpool.core.policy.UserRule;
import org.rserpool.core.registrar.RegistrarSnapshot;
import org.rserpool.sim.Software;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAliveAck;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;

/** Machines with a mistake, each around a good one. */
final class PlantedBugs {

    private PlantedBugs() {}

    /** A good machine inside, of which events and actions may be kept or changed. */
    private abstract static class Wrapper implements Machine {
        final Machine inner;

        Wrapper(Machine inner) {
            this.inner = inner;
        }

        @Override
        public List<Action> handle(Event event, Instant now) {
            return inner.handle(event, now);
        }

        @Override
        public Instant deadline() {
            return inner.deadline();
        }
    }

    /** A registrar that does not notice when a connection ends. */
    static Machine forgetsLostLinks(Machine inner) {
        return new Wrapper(inner) {
            @Override
            public List<Action> handle(Event event, Instant now) {
                return event instanceof Event.LinkDown ? List.of() : super.handle(event, now);
            }
        };
    }

    /** A registrar whose keep-alive timer of an element is not set again after an answer. */
    static Machine asksOnce(Machine inner) {
        return new Wrapper(inner) {
            private final Set<AsapMessage> answered = new HashSet<>(); // never iterated

            @Override
            public List<Action> handle(Event event, Instant now) {
                if (event instanceof Event.Arrived(_, EndpointKeepAliveAck ack)) {
                    answered.add(ack);
                } else if (event instanceof Event.Arrived(_, Registration registration)) {
                    answered.remove(ack(registration.pool(), registration.element()));
                }
                return believe(super.handle(event, now), now);
            }

            private EndpointKeepAliveAck ack(PoolHandle pool, PoolElementInfo element) {
                return new EndpointKeepAliveAck(pool, element.id());
            }

            // Takes a question for answered, instead of asking it.
            private List<Action> believe(List<Action> actions, Instant now) {
                var kept = new ArrayList<Action>();
                for (Action action : actions) {
                    var ack =
                            action instanceof Action.Send(var link, EndpointKeepAlive question)
                                    ? question.element()
                                            .map(id ->
                                                    new EndpointKeepAliveAck(question.pool(), id))
                                            .filter(answered::contains)
                                            .map(a -> new Event.Arrived(link, a))
                                    : Optional.<Event.Arrived>empty();
                    if (ack.isPresent()) {
                        kept.addAll(inner.handle(ack.get(), now));
                    } else {
                        kept.add(action);
                    }
                }
                return kept;
            }
        };
    }

    /** A registrar that answers renewals without applying them. */
    static Machine ignoresRenewals(Machine inner) {
        return new Wrapper(inner) {
            private final Set<AsapMessage> granted = new HashSet<>(); // never iterated

            @Override
            public List<Action> handle(Event event, Instant now) {
                if (event instanceof Event.Arrived(var link, Registration registration)) {
                    var response =
                            new RegistrationResponse(
                                    registration.pool(),
                                    registration.element().id(),
                                    false,
                                    List.of());
                    if (!granted.add(response)) {
                        return List.of(new Action.Send(link, response));
                    }
                }
                return super.handle(event, now);
            }
        };
    }

    /** A registrar that takes a renewal for the end of what there was. */
    static Machine removesOnRenewal(Machine inner) {
        return new Wrapper(inner) {
            @Override
            public List<Action> handle(Event event, Instant now) {
                if (event instanceof Event.Arrived(var link, Registration registration)) {
                    var farewell =
                            new AsapMessage.Deregistration(
                                    registration.pool(), registration.element().id());
                    var actions =
                            new ArrayList<>(inner.handle(new Event.Arrived(link, farewell), now));
                    boolean wasThere = actions.size() > 1;
                    if (wasThere) {
                        actions.removeIf(
                                a -> a instanceof Action.Send(_, DeregistrationResponse _));
                        actions.add(
                                new Action.Send(
                                        link,
                                        new RegistrationResponse(
                                                registration.pool(),
                                                registration.element().id(),
                                                false,
                                                List.of())));
                        return actions;
                    }
                }
                return super.handle(event, now);
            }
        };
    }

    /** A registrar that repeats the first answer about a pool for ever. */
    static Machine repeatsAnswers(Machine inner) {
        return new Wrapper(inner) {
            private final Map<PoolHandle, HandleResolutionResponse> first =
                    new HashMap<>(); // never iterated

            @Override
            public List<Action> handle(Event event, Instant now) {
                return super.handle(event, now).stream().map(this::old).toList();
            }

            private Action old(Action action) {
                return action instanceof Action.Send(var link, HandleResolutionResponse answer)
                                && answer.errors().isEmpty()
                        ? new Action.Send(link, first.computeIfAbsent(answer.pool(), _ -> answer))
                        : action;
            }
        };
    }

    /** A registrar that denies a pool now and then. */
    static Machine deniesPools(Machine inner) {
        return new Wrapper(inner) {
            private int resolutions;

            @Override
            public List<Action> handle(Event event, Instant now) {
                boolean denies =
                        event instanceof Event.Arrived(_, HandleResolution _)
                                && resolutions++ % 50 == 49;
                var actions = super.handle(event, now);
                return denies ? List.of() : actions;
            }
        };
    }

    /** A registrar that counts a connection too many. */
    static Machine miscountsLinks(Machine inner) {
        return new Wrapper(inner) {
            @Override
            public List<Action> handle(Event event, Instant now) {
                return super.handle(event, now).stream().map(this::wrong).toList();
            }

            private Action wrong(Action action) {
                return action
                                instanceof
                                Action.Reply(
                                        var ticket,
                                        RegistrarSnapshot(
                                                var id,
                                                var serving,
                                                var pools,
                                                var checksums,
                                                var peers,
                                                var links,
                                                var subscriptions))
                        ? new Action.Reply(
                                ticket,
                                new RegistrarSnapshot(
                                        id,
                                        serving,
                                        pools,
                                        checksums,
                                        peers,
                                        links + 1,
                                        subscriptions))
                        : action;
            }
        };
    }

    /** An element that believes that it is registered for good once it was. */
    static Machine staysRegistered(Machine inner) {
        return new Wrapper(inner) {
            private final Set<AsapMessage> granted = new HashSet<>(); // never iterated

            @Override
            public List<Action> handle(Event event, Instant now) {
                if (event instanceof Event.Arrived(_, RegistrationResponse response)
                        && !response.rejected()) {
                    granted.add(response);
                }
                return believe(super.handle(event, now), now);
            }

            private List<Action> believe(List<Action> actions, Instant now) {
                var kept = new ArrayList<Action>();
                for (Action action : actions) {
                    var response =
                            action instanceof Action.Send(_, Registration registration)
                                    ? Optional.of(
                                            new RegistrationResponse(
                                                    registration.pool(),
                                                    registration.element().id(),
                                                    false,
                                                    List.of()))
                                    : Optional.<RegistrationResponse>empty();
                    if (action instanceof Action.Send(var link, _)
                            && response.filter(granted::contains).isPresent()) {
                        var arrived = new Event.Arrived(link, response.get());
                        kept.addAll(inner.handle(arrived, now));
                    } else {
                        kept.add(action);
                    }
                }
                return kept;
            }
        };
    }

    /** An element that loses one acknowledgement in ten. */
    static Machine losesAcknowledgements(Machine inner) {
        return new Wrapper(inner) {
            private int acknowledgements;

            @Override
            public List<Action> handle(Event event, Instant now) {
                return super.handle(event, now).stream()
                        .filter(action ->
                                !(action instanceof Action.Send(_, EndpointKeepAliveAck _))
                                        || acknowledgements++ % 10 != 9)
                        .toList();
            }
        };
    }

    /** A user that takes its subscriptions for good although it has another connection. */
    static Machine keepsStaleSubscriptions(Machine inner) {
        return new Wrapper(inner) {
            private final Map<PoolHandle, HandleResolutionResponse> last =
                    new HashMap<>(); // never iterated

            private final Map<PoolHandle, Link> subscribedOver = new HashMap<>(); // never iterated

            @Override
            public List<Action> handle(Event event, Instant now) {
                if (event instanceof Event.Arrived(_, HandleResolutionResponse answer)
                        && answer.updates()) {
                    last.put(answer.pool(), answer);
                }
                var kept = new ArrayList<Action>();
                for (Action action : super.handle(event, now)) {
                    if (action instanceof Action.Send(var link, HandleResolution question)
                            && question.subscribe()
                            && last.containsKey(question.pool())
                            && !link.equals(
                                    subscribedOver.computeIfAbsent(question.pool(), _ -> link))) {
                        var answer = last.get(question.pool());
                        kept.addAll(inner.handle(new Event.Arrived(link, answer), now));
                    } else {
                        if (action instanceof Action.Send(var link, HandleResolution question)
                                && question.subscribe()) {
                            subscribedOver.putIfAbsent(question.pool(), link);
                        }
                        kept.add(action);
                    }
                }
                return kept;
            }
        };
    }

    /** A user that is handed the same element for ever. */
    static Machine sticksToOneElement(Machine inner) {
        return new Wrapper(inner) {
            private final Map<PoolHandle, PoolElementInfo> first =
                    new HashMap<>(); // never iterated

            @Override
            public List<Action> handle(Event event, Instant now) {
                return super.handle(event, now).stream().map(this::same).toList();
            }

            private Action same(Action action) {
                return action
                                instanceof
                                Action.Reply(
                                        var ticket,
                                        EndpointAnswer.Selected(var pool, var element))
                        ? new Action.Reply(
                                ticket,
                                new EndpointAnswer.Selected(
                                        pool, first.computeIfAbsent(pool, _ -> element)))
                        : action;
            }
        };
    }

    /** A user that is handed an element that does not exist now and then. */
    static Machine misdirects(Machine inner) {
        return new Wrapper(inner) {
            private int selections;

            @Override
            public List<Action> handle(Event event, Instant now) {
                return super.handle(event, now).stream().map(this::wrong).toList();
            }

            private Action wrong(Action action) {
                return action
                                        instanceof
                                        Action.Reply(
                                                var ticket,
                                                EndpointAnswer.Selected(var pool, _))
                                && selections++ % 20 == 19
                        ? new Action.Reply(ticket, new EndpointAnswer.Selected(pool, element(4)))
                        : action;
            }
        };
    }

    /** An endpoint that does not answer every twentieth request. */
    static Machine losesRequests(Machine inner) {
        return new Wrapper(inner) {
            private int asked;

            @Override
            public List<Action> handle(Event event, Instant now) {
                return event instanceof Event.Asked && asked++ % 20 == 19
                        ? List.of()
                        : super.handle(event, now);
            }
        };
    }

    /** An endpoint that answers twice. */
    static Machine answersTwice(Machine inner) {
        return new Wrapper(inner) {
            @Override
            public List<Action> handle(Event event, Instant now) {
                var actions = new ArrayList<Action>();
                for (Action action : super.handle(event, now)) {
                    actions.add(action);
                    if (action instanceof Action.Reply) {
                        actions.add(action);
                    }
                }
                return actions;
            }
        };
    }

    /** A machine that fails when a connection breaks. */
    static Machine throwsOnBrokenLinks(Machine inner) {
        return new Wrapper(inner) {
            @Override
            public List<Action> handle(Event event, Instant now) {
                if (event instanceof Event.LinkDown(var link, var reason)
                        && reason == Event.LinkDown.Reason.LOST) {
                    throw new IllegalStateException("did not expect the end of " + link);
                }
                return super.handle(event, now);
            }
        };
    }

    /** A machine that asks to be woken up at once, for ever. */
    static Machine neverRests(Machine inner) {
        return new Wrapper(inner) {
            @Override
            public Instant deadline() {
                return inner.deadline().equals(Instant.MAX) ? Instant.MAX : Instant.MIN;
            }
        };
    }

    /** A machine that opens every link under the same number. */
    static Machine reusesLinkNumbers(Machine inner) {
        return new Wrapper(inner) {
            private final Link only = new Link(1);

            @Override
            public List<Action> handle(Event event, Instant now) {
                return super.handle(event, now).stream()
                        .<Action>map(action ->
                                action instanceof Action.Open(_, var protocol, var remote)
                                        ? new Action.Open(only, protocol, remote)
                                        : action)
                        .toList();
            }
        };
    }

    /** A registrar whose handlespace keeps choosing from members that are gone; it does nothing. */
    static Software.Program withDamagedHandlespace(RandomGenerator random) {
        var self = new RegistrarId(1);
        var pool = PoolHandle.of("pool-1");
        var handlespace =
                new Handlespace(
                        self,
                        Policies.of(List.of(new NeverForgetting())),
                        SelectionConfig.DEFAULTS,
                        HandlespaceLimits.DEFAULTS,
                        random);
        for (int id = 1; id <= 2; id++) {
            var outcome =
                    handlespace.register(pool, element(id), new Link(2), Instant.ofEpochSecond(id));
            if (id == 1 && outcome instanceof Outcome.Added added) {
                handlespace.register(pool, element(3), new Link(2), Instant.ofEpochSecond(1));
                handlespace.remove(added.entry());
            }
        }
        return new Software.Program(new Idle(), Optional.of(handlespace));
    }

    private static PoolElementInfo element(int id) {
        return new PoolElementInfo(
                new ElementId(id),
                RegistrationLife.INFINITE,
                new TransportAddress.Tcp(7000, IpAddress.parse("10.2.0.1")),
                PolicyInfo.ROUND_ROBIN);
    }

    private static final class Idle implements Machine {
        @Override
        public List<Action> handle(Event event, Instant now) {
            return List.of();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }
    }

    /** Round robin, but a member that was removed stays. */
    private static final class NeverForgetting implements SelectionPolicy {
        @Override
        public PolicyType type() {
            return PolicyType.ROUND_ROBIN;
        }

        @Override
        public String name() {
            return "never-forgetting";
        }

        @Override
        public List<PolicyValue> values() {
            return List.of();
        }

        @Override
        public UserRule userRule() {
            return UserRule.ROUND_ROBIN;
        }

        @Override
        public <M extends Member> MemberSelector<M> newSelector() {
            return new MemberSelector<>() {
                private final List<M> all = new ArrayList<>();

                @Override
                public void put(M member) {
                    all.add(member);
                }

                @Override
                public void changed(M member, PolicyInfo former) {}

                @Override
                public void remove(M member) {}

                @Override
                public List<M> select(int wanted, int used, int degraded, RandomGenerator random) {
                    return all.stream().limit(wanted).collect(Collectors.toList());
                }

                @Override
                public void verify(Collection<M> members) {
                    if (all.size() != members.size()) {
                        throw new IllegalStateException(
                                "%d members, %d can be chosen"
                                        .formatted(members.size(), all.size()));
                    }
                }
            };
        }
    }
}
