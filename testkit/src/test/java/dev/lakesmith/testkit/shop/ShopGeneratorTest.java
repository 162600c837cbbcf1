package dev.lakesmith.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShopGeneratorTest {
    private static final Path COMMITTED =
            Path.of(System.getProperty("repository.root", "..")).resolve("examples/shop/drop");

    @TempDir
    Path folder;

    @Test
    void theFilesOfTheExampleAreWhatTheGeneratorWritesAtScaleOne() throws IOException {
        ShopGenerator.generate(folder, 1);

        assertThat(texts(folder)).isEqualTo(texts(COMMITTED));
        assertThat(bytes(COMMITTED)).isLessThan(400_000);
    }

    @Test
    void theSameScaleGivesTheSameBytesAndTheSameTruth() throws IOException {
        ShopTruth first = ShopGenerator.generate(folder.resolve("first"), 2);
        ShopTruth second = ShopGenerator.generate(folder.resolve("second"), 2);

        assertThat(first).isEqualTo(second);
        List<Path> files = files(folder.resolve("first"));
        assertThat(files).hasSize(21);
        for (Path file : files) {
            Path twin = folder.resolve("second").resolve(folder.resolve("first").relativize(file));
            assertThat(twin).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void scaleThreeHasThreeTimesTheCustomersAndOrdersAndTheSameTowns() throws IOException {
        ShopTruth one = ShopGenerator.generate(folder.resolve("one"), 1);
        ShopTruth three = ShopGenerator.generate(folder.resolve("three"), 3);

        assertThat(three.orders().valid()).isEqualTo(3 * one.orders().valid());
        assertThat(three.orders().quarantined()).isEqualTo(3 * one.orders().quarantined());
        assertThat(three.customers().clean()).isEqualTo(3 * one.customers().clean());
        assertThat(three.customers().quarantined())
                .isEqualTo(3 * one.customers().quarantined());
        assertThat(three.web().botVisits()).isEqualTo(3 * one.web().botVisits());
        assertThat(three.demographics()).isEqualTo(one.demographics());
    }

    @Test
    void everyRecordInTheFilesIsCountedOnce() throws IOException {
        ShopTruth truth = ShopGenerator.generate(folder, 1);
        ShopTruth.Customers customers = truth.customers();
        ShopTruth.Orders orders = truth.orders();
        ShopTruth.Web web = truth.web();

        assertThat(customers.clean() + customers.replaced() + customers.quarantined())
                .isEqualTo(truth.contacts().bronzeRows());
        assertThat(orders.valid() + orders.replaced() + orders.quarantined())
                .isEqualTo(truth.orderFiles().bronzeRows());
        assertThat(web.humanVisits() + web.botVisits() + web.unreadable())
                .isEqualTo(truth.access().bronzeRows());
        assertThat(truth.people().openAccounts() + truth.people().accountsReplaced())
                .isLessThan(truth.accounts().bronzeRows());
        assertThat(truth.people().tickets() + truth.people().alarms())
                .isEqualTo(truth.ticketFile().bronzeRows());
        assertThat(truth.people().count()).isGreaterThan(customers.clean());
        assertThat(lines(folder.resolve("shop"))).isEqualTo(truth.accounts().bronzeRows());
        assertThat(lines(folder.resolve("orders")))
                .isEqualTo(truth.orderFiles().bronzeRows() + truth.orderFiles().quarantined());
        assertThat(lines(folder.resolve("web")))
                .isEqualTo(truth.access().bronzeRows() + truth.access().quarantined());
    }

    @Test
    void theBestCustomersAreSortedAndBoughtNoMoreThanWasSold() throws IOException {
        ShopTruth truth = ShopGenerator.generate(folder, 1);

        List<BigDecimal> revenue = truth.topCustomers().stream()
                .map(ShopTruth.CustomerRevenue::revenue)
                .toList();
        assertThat(revenue).hasSize(10).isSortedAccordingTo((left, right) -> right.compareTo(left));
        assertThat(revenue.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isLessThan(truth.revenue());
    }

    @Test
    void aScaleOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> ShopGenerator.generate(folder, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the scale is 0; allowed is 1 to 1000");
    }

    // Compressed files are compared by what they hold: zlib's versions compress differently.
    private static SortedMap<String, String> texts(Path root) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Path file : files(root)) {
            try (InputStream in = open(file)) {
                String name = root.relativize(file).toString().replace('\\', '/');
                texts.put(name, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    private static long lines(Path root) throws IOException {
        return texts(root).values().stream().flatMap(String::lines).count();
    }

    private static long bytes(Path root) throws IOException {
        return files(root).stream().mapToLong(ShopGeneratorTest::size).sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
    }
}
