package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches the memory of a process and its descendants. The kernel keeps each process's high-water mark, so looking now
 * and then misses only what grows in the last moment; looking often would slow down what is watched.
 */
final class PeakMemory implements AutoCloseable {

    private static final long PERIOD_MILLISECONDS = 100;
    private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final AtomicLong peak = new AtomicLong();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "peak-memory"));

    private PeakMemory() {}

    static PeakMemory of(ProcessHandle process) {
        PeakMemory memory = new PeakMemory();
        if (Files.isReadable(Path.of("/proc/self/status"))) {
            var unused = memory.watch.scheduleAtFixedRate(
                    () -> memory.look(process), 0, PERIOD_MILLISECONDS, TimeUnit.MILLISECONDS);
        }
        return memory;
    }

    private void look(ProcessHandle process) {
        process.descendants().forEach(each -> {
            try {
                Matcher found =
                        HIGH_WATER.matcher(Files.readString(Path.of("/proc", Long.toString(each.pid()), "status")));
                if (found.find()) {
                    peak.accumulateAndGet(1024 * Long.parseLong(found.group(1)), Math::max);
                }
            } catch (IOException e) {
                // It ended between the listing and the reading: what it held before was seen already.
            }
        });
    }

    OptionalLong bytes() {
        return peak.get() == 0 ? OptionalLong.empty() : OptionalLong.of(peak.get());
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
