package dev.lakesmith.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between rooms, and the few habits that a compiler cannot hold. */
class ArchitectureTest {

    private static final String ROOT = "dev.lakesmith.";

    /** What each room may use of ours, beside itself. */
    private static final Map<String, List<String>> ROOMS = rooms();

    /** What each of core's packages may use of core, beside itself. */
    private static final Map<String, List<String>> CORE = Map.ofEntries(
            Map.entry("contract", List.of()),
            Map.entry("ledger", List.of()),
            Map.entry("role", List.of("contract")),
            Map.entry("project", List.of("contract", "role")),
            Map.entry("connector", List.of("project", "contract", "ledger")),
            Map.entry("engine", List.of("project", "contract", "role", "connector", "ledger")),
            Map.entry("export", List.of("project", "contract", "connector", "engine")),
            Map.entry("plan", List.of("project", "contract", "role", "connector", "engine", "export")),
            Map.entry("upkeep", List.of("contract", "connector", "engine", "plan")),
            Map.entry("history", List.of("project", "ledger", "contract")),
            Map.entry(
                    "run",
                    List.of(
                            "project",
                            "contract",
                            "role",
                            "connector",
                            "engine",
                            "export",
                            "ledger",
                            "plan",
                            "upkeep",
                            "history")),
            Map.entry("test", List.of("project", "contract", "role", "engine", "ledger", "plan", "run")),
            Map.entry("relationalize", List.of("project", "engine", "run")),
            Map.entry("crawl", List.of("project", "contract", "role", "connector", "engine", "ledger", "plan", "run")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lakesmith");

    @TestFactory
    Stream<DynamicTest> a_room_uses_only_the_rooms_below_it() {
        return ROOMS.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(
                        room.getKey(), () -> only(ROOT, room.getKey(), ROOMS.keySet(), room.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> a_package_of_core_uses_only_those_it_may() {
        return CORE.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> only(ROOT + "core.", entry.getKey(), CORE.keySet(), entry.getValue())));
    }

    @Test
    void packages_have_no_cycles() {
        hold(slices().matching("dev.lakesmith.(**)").should().beFreeOfCycles());
    }

    @Test
    void iceberg_stays_in_few_rooms() {
        hold(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.lakesmith.lake..",
                        "dev.lakesmith.cloud..",
                        "dev.lakesmith.engine..",
                        "dev.lakesmith.server.iceberg..",
                        "dev.lakesmith.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.iceberg.."));
    }

    @Test
    void the_sdks_of_clouds_stay_in_the_cloud() {
        hold(noClasses()
                .that()
                .resideOutsideOfPackages("dev.lakesmith.cloud..", "dev.lakesmith.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "com.azure..", "org.apache.iceberg.aws.."));
    }

    @Test
    void the_web_server_stays_in_the_server() {
        hold(noClasses()
                .that()
                .resideOutsideOfPackages("dev.lakesmith.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."));
    }

    /** The command line asks every command's class for its methods, at each start. */
    @Test
    void commands_name_nothing_of_the_server() {
        hold(noClasses()
                .that()
                .haveNameMatching(".*Command")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.lakesmith.server.."));
    }

    @Test
    void databases_are_spoken_to_in_few_places() {
        hold(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.lakesmith.lake..",
                        "dev.lakesmith.sql..",
                        "dev.lakesmith.engine..",
                        "dev.lakesmith.core.history..",
                        "dev.lakesmith.connectors.jdbc..",
                        "dev.lakesmith.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.duckdb..", "org.sqlite.."));
    }

    @Test
    void only_the_command_line_prints() {
        hold(noClasses()
                .that()
                .resideOutsideOfPackages("dev.lakesmith.cli..", "dev.lakesmith.testkit..", "dev.lakesmith.bench..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
    }

    @Test
    void names_say_what_a_class_is_for() {
        hold(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Common)"));
        hold(noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager.."));
    }

    private static void only(String prefix, String name, Iterable<String> all, List<String> allowed) {
        List<String> forbidden = new ArrayList<>();
        for (String other : all) {
            if (!other.equals(name) && !allowed.contains(other)) {
                forbidden.add(prefix + other + "..");
            }
        }
        if (forbidden.isEmpty()) {
            return;
        }
        DescribedPredicate<JavaClass> elsewhere = resideInAnyPackage(forbidden.toArray(String[]::new));
        hold(noClasses()
                .that()
                .resideInAPackage(prefix + name + "..")
                .should()
                .dependOnClassesThat(elsewhere)
                .as(prefix + name + " may use of ours only " + allowed));
    }

    /** A room that is still empty breaks no rule. */
    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static Map<String, List<String>> rooms() {
        Map<String, List<String>> rooms = new LinkedHashMap<>();
        rooms.put("vocabulary", List.of());
        rooms.put("formats", List.of("vocabulary"));
        rooms.put("functions", List.of());
        rooms.put("lake", List.of("vocabulary"));
        rooms.put("cloud", List.of("vocabulary", "lake"));
        rooms.put("sql", List.of("vocabulary", "functions"));
        rooms.put("core", List.of("vocabulary", "formats", "functions", "lake", "sql"));
        rooms.put("connectors", List.of("vocabulary", "formats", "core"));
        rooms.put("engine", List.of("vocabulary", "formats", "functions", "lake", "sql", "core"));
        rooms.put("testkit", List.of("vocabulary", "formats", "lake", "sql", "core"));
        rooms.put("server", List.of("vocabulary", "lake", "core"));
        rooms.put(
                "cli",
                Arrays.asList(
                        "vocabulary",
                        "formats",
                        "functions",
                        "lake",
                        "cloud",
                        "sql",
                        "core",
                        "connectors",
                        "engine",
                        "server"));
        return rooms;
    }
}
