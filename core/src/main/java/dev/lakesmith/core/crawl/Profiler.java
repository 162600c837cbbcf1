package dev.lakesmith.core.crawl;

import dev.lakesmith.core.contract.Sensitive;
import dev.lakesmith.core.crawl.Question.Answers;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the values of a table's columns, in a few passes over at most {@link #ROWS} rows. */
final class Profiler {

    /** More rows than this tell nothing new about types. */
    static final int ROWS = 50_000;

    /** How many different values are looked at one by one. */
    private static final int DIFFERENT = 300;

    private static final List<String> BLANKS = List.of(
            "", "n/a", "na", "#n/a", "null", "(null)", "none", "nil", "nan", "-", "--", "?", "\\n", "keine", "leer");

    private static final Set<Sensitive> OF_PERSONS =
            Set.of(Sensitive.EMAIL, Sensitive.PHONE, Sensitive.BIRTH_DATE, Sensitive.NATIONAL_ID, Sensitive.NAME);

    private final Engine engine;
    private final LakeView view;
    private final String from;
    private final double fit;

    /** @param fit the share of values that must fit a type for it to be proposed */
    Profiler(Engine engine, LakeView view, TableName table, double fit) {
        this.engine = engine;
        this.view = view;
        this.from = "(SELECT * FROM " + Identifiers.quote(table) + " LIMIT " + ROWS + ")";
        this.fit = fit;
    }

    /** Where the first answers about a column stand. */
    private record First(Subject subject, int values, int different, int blanks, int blank, int examples, int digits) {}

    List<ColumnProfile> of(List<Subject> subjects) {
        Question question = new Question();
        int all = question.ask("count(*)");
        List<First> firsts =
                subjects.stream().map(each -> first(each, question)).toList();
        Answers answers = question.of(engine, view, from);
        long rows = answers.count(all);
        Map<Subject, Map<Reading, Fit>> fits = fits(
                firsts.stream()
                        .filter(each ->
                                each.subject().isText() && answers.count(each.values()) > answers.count(each.blank()))
                        .toList(),
                answers);
        List<ColumnProfile> profiles = new ArrayList<>();
        for (First first : firsts) {
            profiles.add(profile(first, rows, answers, fits.getOrDefault(first.subject(), Map.of())));
        }
        return withPlainNames(misfits(profiles));
    }

    private static First first(Subject subject, Question question) {
        String c = subject.sql();
        String text = "lower(trim(" + c + "))";
        String blanks = BLANKS.stream().map(Identifiers::literal).collect(Collectors.joining(", "));
        boolean isText = subject.isText();
        String sound = isText ? " AND " + text + " NOT IN (" + blanks + ")" : "";
        return new First(
                subject,
                question.ask("count(" + c + ")"),
                question.ask("count(DISTINCT " + c + ") FILTER (true" + sound + ")"),
                isText ? question.ask("list(DISTINCT " + text + ") FILTER (" + text + " IN (" + blanks + "))") : -1,
                isText ? question.ask("count(*) FILTER (" + text + " IN (" + blanks + "))") : -1,
                question.ask("list_slice(list(DISTINCT left(CAST(" + c + " AS VARCHAR), 400)) FILTER (" + c
                        + " IS NOT NULL" + sound + "), 1, " + DIFFERENT + ")"),
                isText ? question.ask("count(*) FILTER (regexp_matches(" + c + ", '[0-9]')" + sound + ")") : -1);
    }

    /** How many values fit a reading, and how long their digits are before and behind the point. */
    private record Fit(long values, long before, long behind) {}

    private Map<Subject, Map<Reading, Fit>> fits(List<First> texts, Answers answers) {
        Question question = new Question();
        Map<Subject, Map<Reading, Integer>> asked = new LinkedHashMap<>();
        for (First each : texts) {
            long sound = answers.count(each.values()) - answers.count(each.blank());
            boolean digits = answers.count(each.digits()) >= sound * fit;
            Map<Reading, Integer> places = new LinkedHashMap<>();
            for (Reading reading : Reading.candidates()) {
                boolean truth = reading.kind() == Reading.Kind.TRUTH;
                if (truth ? answers.count(each.different()) <= 6 : digits) {
                    String v = "trim(" + each.subject().sql() + ")";
                    String fits = reading.fits(v);
                    places.put(reading, question.ask("count(*) FILTER (" + fits + ")"));
                    if (reading.type().equals("decimal")) {
                        String number = reading.converted(v);
                        question.ask(
                                "max(length(ltrim(split_part(" + number + ", '.', 1), '+-'))) FILTER (" + fits + ")");
                        question.ask("max(length(split_part(" + number + ", '.', 2))) FILTER (" + fits + ")");
                    }
                }
            }
            asked.put(each.subject(), places);
        }
        Answers counts = question.of(engine, view, from);
        Map<Subject, Map<Reading, Fit>> fits = new HashMap<>();
        asked.forEach((subject, places) -> {
            Map<Reading, Fit> found = new LinkedHashMap<>();
            places.forEach((reading, place) -> found.put(
                    reading,
                    reading.type().equals("decimal")
                            ? new Fit(counts.count(place), counts.count(place + 1), counts.count(place + 2))
                            : new Fit(counts.count(place), 0, 0)));
            fits.put(subject, found);
        });
        return fits;
    }

    private ColumnProfile profile(First first, long rows, Answers answers, Map<Reading, Fit> fits) {
        Subject subject = first.subject();
        boolean text = subject.isText();
        long values = answers.count(first.values()) - (text ? answers.count(first.blank()) : 0);
        List<String> examples = answers.texts(first.examples());
        Map<Reading, Long> counts = new LinkedHashMap<>();
        fits.forEach((reading, each) -> counts.put(reading, each.values()));
        Choice choice = Choice.of(subject, values, answers.count(first.different()), counts, examples, fit);
        Optional<String> type = text
                ? Optional.of(declared(choice.reading(), fits))
                : subject.isNested() ? Optional.empty() : Optional.of(Types.declared(subject.type()));
        boolean tooWide =
                type.equals(Optional.of("varchar")) && choice.reading().kind() != Reading.Kind.TEXT;
        return new ColumnProfile(
                subject,
                rows,
                values,
                answers.count(first.different()),
                tooWide ? Reading.TEXT : choice.reading(),
                type,
                text ? counts.getOrDefault(choice.reading(), values) : values,
                Optional.empty(),
                text ? answers.texts(first.blanks()) : List.of(),
                person(subject, examples),
                tooWide ? "numbers with more digits than a decimal can have" : choice.remark());
    }

    private static Optional<PersonalData> person(Subject subject, List<String> examples) {
        boolean possible = subject.isText()
                || subject.isNested()
                || subject.type().equals("BIGINT")
                || subject.type().equals("DATE");
        if (!possible || subject.origin() == Subject.Origin.FOLDER) {
            return Optional.empty();
        }
        return subject.isNested() ? PersonalData.inside(examples) : PersonalData.in(subject.name(), examples);
    }

    /** Decimals get room: two digits more before the point than were seen. */
    private static String declared(Reading reading, Map<Reading, Fit> fits) {
        if (!reading.type().equals("decimal")) {
            return reading.type();
        }
        Fit digits = Optional.ofNullable(fits.get(reading)).orElse(new Fit(0, 38, 0));
        long scale = reading.kind() == Reading.Kind.HUGE ? 0 : Math.max(2, digits.behind());
        long least = digits.before() + scale;
        long precision = reading.kind() == Reading.Kind.HUGE ? 38 : Math.min(38, Math.max(18, least + 2));
        return least > 38 ? "varchar" : "decimal(" + precision + "," + scale + ")";
    }

    /** Adds to columns of which some values do not fit one that does not. */
    private List<ColumnProfile> misfits(List<ColumnProfile> profiles) {
        Question question = new Question();
        Map<ColumnProfile, Integer> asked = new LinkedHashMap<>();
        String blanks = BLANKS.stream().map(Identifiers::literal).collect(Collectors.joining(", "));
        for (ColumnProfile each : profiles) {
            if (each.fits() < each.values()) {
                String v = "trim(" + each.subject().sql() + ")";
                asked.put(
                        each,
                        question.ask("list_slice(list(DISTINCT left(" + v + ", 40)) FILTER (NOT ("
                                + each.reading().fits(v) + ") AND lower(" + v + ") NOT IN (" + blanks + ")), 1, 1)"));
            }
        }
        Answers answers = question.of(engine, view, from);
        return profiles.stream()
                .map(each -> asked.containsKey(each)
                        ? new ColumnProfile(
                                each.subject(),
                                each.rows(),
                                each.values(),
                                each.different(),
                                each.reading(),
                                each.type(),
                                each.fits(),
                                answers.texts(asked.getOrDefault(each, 0)).stream()
                                        .findFirst(),
                                each.blanks(),
                                each.person(),
                                each.remark())
                        : each)
                .toList();
    }

    /** A column called {@code name} is a person's where other columns are of persons. */
    private static List<ColumnProfile> withPlainNames(List<ColumnProfile> profiles) {
        boolean persons = profiles.stream().anyMatch(each -> each.person()
                .filter(data -> OF_PERSONS.contains(data.kind()))
                .isPresent());
        return profiles.stream()
                .map(each -> persons
                                && each.person().isEmpty()
                                && each.values() > 0
                                && ColumnNames.isPlainName(each.subject().name())
                        ? each.with(new PersonalData(Sensitive.NAME, "its name says so, beside other data of persons"))
                        : each)
                .toList();
    }
}
