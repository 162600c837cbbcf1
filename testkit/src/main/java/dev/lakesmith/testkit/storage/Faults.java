package dev.lakesmith.testkit.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Decides which fault a request meets; asked once for each, in the order they come. */
@FunctionalInterface
public interface Faults {

    Fault of(FaultyProxy.Request request);

    /** None ever. */
    static Faults none() {
        return request -> new Fault.None();
    }

    /** One for every request. */
    static Faults always(Fault fault) {
        return request -> fault;
    }

    /** One for so many requests of a kind, then none. */
    static Faults first(int times, Predicate<FaultyProxy.Request> which, Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> which.test(request) && left.getAndDecrement() > 0 ? fault : new Fault.None();
    }

    /** One for every request in so much time after the first, then none. */
    static Faults during(Duration time, Fault fault) {
        AtomicReference<Instant> end = new AtomicReference<>(Instant.EPOCH);
        return request -> {
            end.compareAndSet(Instant.EPOCH, Instant.now().plus(time));
            return Instant.now().isBefore(end.get()) ? fault : new Fault.None();
        };
    }

    /** One of several for a share of all requests, the same for the same seed. */
    static Faults share(double share, long seed, List<Fault> faults) {
        Random random = new Random(seed);
        return request -> {
            synchronized (random) {
                boolean hit = random.nextDouble() < share;
                Fault fault = faults.get(random.nextInt(faults.size()));
                return hit ? fault : new Fault.None();
            }
        };
    }
}
