package dev.lakesmith.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {

    private static final List<String> KEYS = List.of("materialized", "unique_key", "latest_by", "columns");

    @Test
    void findsAWordWithSwappedOrMissingLetters() {
        assertThat(Nearest.to("materialised", KEYS)).contains("materialized");
        assertThat(Nearest.to("unqiue_key", KEYS)).contains("unique_key");
        assertThat(Nearest.to("LATEST_BY", KEYS)).contains("latest_by");
    }

    @Test
    void findsTheOnlyWordThatBeginsAlike() {
        assertThat(Nearest.to("latest", KEYS)).contains("latest_by");
        assertThat(Nearest.to("warning", List.of("warn", "fail"))).contains("warn");
        assertThat(Nearest.to("sold", List.of("sold_at", "sold_on"))).isEmpty();
        assertThat(Nearest.to("la", KEYS)).isEmpty();
    }

    @Test
    void knowsWhatOtherToolsCallIt() {
        List<String> kinds = List.of("table", "view", "append", "merge");
        assertThat(Nearest.hint("incremental", kinds)).isEqualTo("; did you mean 'merge'?");
        assertThat(Nearest.to("tests", List.of("type", "checks"))).contains("checks");
        assertThat(Nearest.hint("xlsx", List.of("csv", "excel", "xml"))).isEqualTo("; did you mean 'excel'?");
        assertThat(Nearest.to("postgres", List.of("files", "jdbc", "http"))).contains("jdbc");
        assertThat(Nearest.to("incremental", KEYS)).isEmpty();
    }

    @Test
    void staysSilentWhenNothingIsNear() {
        assertThat(Nearest.to("warehouse", KEYS)).isEmpty();
        assertThat(Nearest.hint("zzz", KEYS)).isEmpty();
    }
}
