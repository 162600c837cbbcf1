package dev.lakesmith.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.testkit.connector.SampleSource.Mistake;
import dev.lakesmith.testkit.connector.SampleSource.Promise;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every connector must do. A connector passes with a subclass that names a real source of it. */
public abstract class ConnectorConformance {

    private static final int FEW = 50;
    private static final int MANY = 120_000;
    private static final long HELD_BYTES = 24L << 20;

    @TempDir
    private Path project = Path.of("");

    /**
     * A new source, empty.
     *
     * @param folder for whatever it needs
     */
    protected abstract SampleSource sample(Path folder);

    private static List<Long> ids(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }

    private static void assertSame(SampleSource sample, List<Long> found, List<Long> expected) {
        if (sample.promises().contains(Promise.ORDER)) {
            assertThat(found).containsExactlyElementsOf(expected);
        } else {
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void everyRecordIsLandedOnceAndNothingWhenThereIsNothingNew() {
        SampleSource sample = sample(project);
        sample.add(0, FEW);
        SampleLanding landing = new SampleLanding(project, sample);

        assertSame(sample, landing.run(), ids(0, FEW));
        assertThat(landing.run()).isEmpty();
        assertThat(landing.run()).isEmpty();
    }

    @Test
    void whatIsAddedComesWithTheNextExtraction() {
        SampleSource sample = sample(project);
        SampleLanding landing = new SampleLanding(project, sample);
        sample.add(0, FEW);
        landing.run();

        sample.add(FEW, 3);
        boolean onlyNew = sample.promises().contains(Promise.ONLY_NEW);
        assertSame(sample, landing.run(), onlyNew ? ids(FEW, 3) : ids(0, FEW + 3));
        assertThat(landing.run()).isEmpty();
    }

    @Test
    void aBatchThatWasNotCommittedIsMadeAgainWhole() {
        SampleSource sample = sample(project);
        SampleLanding landing = new SampleLanding(project, sample);
        sample.add(0, FEW);
        landing.run();
        sample.add(FEW, FEW);

        Extraction lost = landing.extract(sample.yaml(), Progress.UNSEEN);
        assertThat(lost.files()).isNotEmpty();
        List<Long> found = landing.run();

        assertSame(sample, found, landing.ids(lost.files()));
        assertThat(landing.run()).isEmpty();
    }

    @Test
    void anExtractionThatBreaksInTheMiddleIsMadeAgainWithoutLossOrDoubling() {
        SampleSource sample = sample(project);
        SampleLanding landing = new SampleLanding(project, sample);
        sample.add(0, 20_000);
        for (int at = 1; at <= 3; at++) {
            AtomicInteger left = new AtomicInteger(at);
            LakesmithException broken = catchThrowableOfType(
                    LakesmithException.class,
                    () -> landing.extract(sample.yaml(), new Watched(() -> {
                        if (left.decrementAndGet() == 0) {
                            throw new LakesmithException(ErrorCode.SOURCE_UNREADABLE, "broken by the test");
                        }
                    })));
            if (broken != null) {
                assertThat(broken).hasMessageContaining("broken by the test");
            }
            assertThat(landing.landed()).isEqualTo(Landed.NOTHING);
        }

        assertSame(sample, landing.run(), ids(0, 20_000));
        assertThat(landing.run()).isEmpty();
    }

    @Test
    void progressIsToldAndRecordsAreNotHeldInMemory() {
        SampleSource sample = sample(project);
        sample.add(0, MANY);
        SampleLanding landing = new SampleLanding(project, sample);
        List<Long> held = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger calls = new AtomicInteger();
        long before = used();

        Extraction extraction = landing.extract(sample.yaml(), new Watched(() -> {
            int call = calls.incrementAndGet();
            if (Integer.bitCount(call) == 1 && held.size() < 8) {
                held.add(used() - before);
            }
        }));

        assertThat(calls.get()).as("progress is told").isPositive();
        assertThat(held).allSatisfy(bytes -> assertThat(bytes).isLessThan(HELD_BYTES));
        assertThat(landing.ids(extraction.files())).hasSize(MANY).doesNotHaveDuplicates();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aMistakeIsToldInWordsWhereverItIsMet() {
        SampleSource sample = sample(project);
        sample.add(0, 1);
        SampleLanding landing = new SampleLanding(project, sample);
        for (Mistake mistake : sample.mistakes()) {
            assertTold(sample, mistake, () -> landing.extract(mistake.yaml(), Progress.UNSEEN));
            assertTold(sample, mistake, () -> {
                Source source = landing.source(mistake.yaml());
                try (Explorer explorer = sample.connector().explore(source, project)) {
                    explorer.connect();
                    explorer.find(source.streams().get(0));
                }
            });
        }
    }

    private static void assertTold(SampleSource sample, Mistake mistake, Runnable work) {
        LakesmithException told = catchThrowableOfType(LakesmithException.class, work::run);
        assertThat(told).as(mistake.what()).isNotNull();
        assertThat(told.message()).as(mistake.what()).contains(mistake.told());
        if (!sample.secret().isEmpty()) {
            assertThat(told.message()).as(mistake.what()).doesNotContain(sample.secret());
        }
    }

    @Test
    void whatIsDeclaredIsFoundAndOffered() {
        SampleSource sample = sample(project);
        sample.add(0, FEW);
        Source source = new SampleLanding(project, sample).source(sample.yaml());
        try (Explorer explorer = sample.connector().explore(source, project)) {
            assertThat(explorer.connect()).isNotBlank();
            assertThat(explorer.find(source.streams().get(0))).isNotBlank();
            List<Offer> offers = explorer.offers(Optional.empty());
            assertThat(offers.stream().map(Offer::declared))
                    .contains(Optional.of(source.streams().get(0).name()));
            assertThat(offers).allSatisfy(offer -> assertThat(offer.name()).matches("[a-z][a-z0-9_]*"));
        }
    }

    /** Looks on. */
    private record Watched(Runnable onUpdate) implements Progress {

        @Override
        public void update(long rows, long bytes, double fraction) {
            onUpdate.run();
        }

        @Override
        public void warn(String message) {}
    }
}
