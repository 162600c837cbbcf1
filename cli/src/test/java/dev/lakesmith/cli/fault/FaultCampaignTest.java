package dev.lakesmith.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Goes through projects again and again, killing commands, until {@code lakesmith.fault.kills} of them (520) were killed
 * and every fault point was among the places. {@code lakesmith.fault.seed} repeats a campaign as far as the machine's
 * timing allows. The figures are in {@code target/fault-campaign.md}; folders of passes that failed are kept beside it.
 */
@Tag("fault")
@DisabledOnOs(OS.WINDOWS)
final class FaultCampaignTest {

    private static final int MOST_FAILURES = 5;

    private final long seed = Long.getLong("lakesmith.fault.seed", System.nanoTime() & 0xffffffL);
    private final int kills = Integer.getInteger("lakesmith.fault.kills", 520);
    private final Random random = new Random(seed);
    private final Tally tally = new Tally();

    @Test
    void whatever_is_killed_and_gone_on_with_ends_in_the_tables_of_an_undisturbed_run() throws IOException {
        campaign("fault-campaign", Home.FOLDER);

        assertThat(tally.failures).isEmpty();
        assertThat(tally.killsAt)
                .containsKeys(
                        Stream.of(FaultPoint.values()).map(FaultPoint::name).toArray(String[]::new));
    }

    /** A share of the requests fails ({@code lakesmith.fault.share}, 0.05), on top of the kills. */
    @Test
    void so_does_whatever_is_killed_while_its_lake_is_in_object_storage_that_fails() throws IOException {
        double share = Double.parseDouble(System.getProperty("lakesmith.fault.share", "0.05"));
        Path folder = Path.of("target", "fault-campaign-s3-server").toAbsolutePath();
        remove(folder);
        try (S3Home home = new S3Home(folder, share, seed)) {
            campaign("fault-campaign-s3", home);
            System.out.println(home.requests() + " requests, of which " + share + " failed");
        }

        assertThat(tally.failures).isEmpty();
    }

    private void campaign(String name, Home home) throws IOException {
        System.out.println(name + ": seed " + seed + ", " + kills + " kills");
        Installation program = Installation.find();
        Path folder = Path.of("target", name).toAbsolutePath();
        remove(folder);
        Files.createDirectories(folder);
        List<Undisturbed> subjects = new ArrayList<>();
        for (Subject subject : List.of(new ChangeSubject(), new ShopSubject(), new SourceSubject())) {
            subjects.add(Undisturbed.of(subject, folder.resolve(subject.name() + "-undisturbed"), program));
        }
        Blow.Dealer dealer = new Blow.Dealer(random);
        for (int number = 1; !isDone(); number++) {
            // The project in which rows change has more to go wrong.
            Undisturbed subject = subjects.get(new int[] {0, 2, 0, 1}[number % 4]);
            Path project = folder.resolve(subject.subject().name() + "-" + number);
            try {
                new Pass(subject.in(home), program, random, dealer, tally).in(project);
                remove(project);
            } catch (AssertionError e) {
                tally.failures.add(e.getMessage());
                System.out.println("DIFFERENCE " + e.getMessage());
            }
            Files.writeString(Path.of("target", name + ".md"), report());
            System.out.println(
                    "pass " + number + ": " + tally.kills + " kills, " + tally.failures.size() + " differences");
        }
        System.out.println(report());
    }

    private boolean isDone() {
        boolean everywhere = Stream.of(FaultPoint.values()).allMatch(point -> tally.killsAt.containsKey(point.name()));
        return tally.failures.size() >= MOST_FAILURES
                || (tally.kills >= kills && (everywhere || kills < FaultPoint.values().length * 4));
    }

    private String report() {
        StringBuilder text = new StringBuilder(tally.table(seed));
        tally.failures.forEach(failure -> text.append("\n```\n").append(failure).append("\n```\n"));
        return text.toString();
    }

    private static void remove(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
