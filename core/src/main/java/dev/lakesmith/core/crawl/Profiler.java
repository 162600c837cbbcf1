package dev.lakesmith.core.crawl;

import dev.lakesmith.core.contract.Sensitive;
import dev.lakesmith.core.crawl.DifferentValues.Answers;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks at the values of a table's columns, in a few passes over at most {@link #ROWS} rows. */
final class Profiler {

    /** More rows than this tell nothing new about types. */
    static final int ROWS = 50_000;

    /** How many different values are looked at one by one. */
    private static final int DIFFERENT = 300;

    private static final List<String> BLANKS = List.of(
            "", "n/a", "na", "#n/a", "null", "(null)", "none", "nil", "nan", "-", "--", "?", "\\n", "keine", "leer");

    /** A value that is not a word for none. */
    private static final String SOUND = BLANKS.stream()
            .map(Identifiers::literal)
            .collect(Collectors.joining(", ", "(lower(trim(v)) NOT IN (", "))"));

    private static final Set<Sensitive> OF_PERSONS =
            Set.of(Sensitive.EMAIL, Sensitive.PHONE, Sensitive.BIRTH_DATE, Sensitive.NATIONAL_ID, Sensitive.NAME);

    private final Engine engine;
    private final LakeView view;
    private final String from;
    private final DifferentValues values;
    private final double fit;

    /** The rows of a table that are looked at, as a relation in parentheses. */
    static String rowsOf(TableName table) {
        return "(SELECT * FROM " + Identifiers.quote(table) + " LIMIT " + ROWS + ")";
    }

    /**
     * Looks at the values of some rows.
     *
     * @param from a relation in parentheses
     * @param fit the share of values that must fit a type for it to be proposed
     */
    Profiler(Engine engine, LakeView view, String from, double fit) {
        this.engine = engine;
        this.view = view;
        this.from = from;
        this.values = new DifferentValues(engine, view, from);
        this.fit = fit;
    }

    /** What is told of a column before anything is supposed of it. */
    private record First(
            Subject subject, long values, long different, long digits, List<String> examples, List<String> blanks) {

        static First of(Subject subject, Answers answers) {
            return new First(
                    subject, answers.count(0), answers.count(1), answers.count(3), answers.texts(2), answers.texts(4));
        }
    }

    List<ColumnProfile> of(List<Subject> subjects) {
        long rows = rows();
        Map<Subject, Answers> answers = new HashMap<>();
        // What stands for no value is a word, and none of another type.
        answers.putAll(values.ask(subjects.stream().filter(Subject::isText).toList(), first(SOUND)));
        answers.putAll(
                values.ask(subjects.stream().filter(each -> !each.isText()).toList(), first("true")));
        List<First> firsts = subjects.stream()
                .map(each -> First.of(each, answers.getOrDefault(each, Answers.NONE)))
                .toList();
        Map<Subject, Map<Reading, Fit>> fits = fits(firsts.stream()
                .filter(each -> each.subject().isText() && each.values() > 0)
                .toList());
        List<ColumnProfile> profiles = new ArrayList<>();
        for (First first : firsts) {
            profiles.add(profile(first, rows, fits.getOrDefault(first.subject(), Map.of())));
        }
        return withPlainNames(misfits(profiles));
    }

    private long rows() {
        try (QueryResult result = engine.query("SELECT count(*) FROM " + from, List.of(), view)) {
            return result.next()
                    .map(row -> row.get(0) instanceof Number number ? number.longValue() : 0L)
                    .orElse(0L);
        }
    }

    /** The examples are the same each time, and no more of one end of the alphabet than of the other. */
    private static List<String> first(String sound) {
        return List.of(
                "sum(n) FILTER (" + sound + ")",
                "count(*) FILTER (" + sound + ")",
                "arg_min(left(v, 400), hash(v), " + DIFFERENT + ") FILTER (" + sound + ")",
                "sum(n) FILTER (regexp_matches(v, '[0-9]') AND " + sound + ")",
                "list(DISTINCT lower(trim(v))) FILTER (NOT " + sound + ")");
    }

    /** How many values fit a reading, and how long their digits are before and behind the point. */
    private record Fit(long values, long before, long behind) {}

    private Map<Subject, Map<Reading, Fit>> fits(List<First> texts) {
        Map<Subject, Map<Reading, Fit>> fits = new HashMap<>();
        Predicate<Reading> truth = reading -> reading.kind() == Reading.Kind.TRUTH;
        fits(texts.stream().filter(each -> each.different() <= 6).toList(), truth, fits);
        fits(texts.stream().filter(each -> each.digits() >= each.values() * fit).toList(), truth.negate(), fits);
        return fits;
    }

    /** @param fits to which those of some readings are added, in the order of all readings */
    private void fits(List<First> texts, Predicate<Reading> which, Map<Subject, Map<Reading, Fit>> fits) {
        List<Reading> readings = Reading.candidates().stream().filter(which).toList();
        List<String> asked = new ArrayList<>();
        Map<Reading, Integer> places = new LinkedHashMap<>();
        for (Reading reading : readings) {
            String fitting = ") FILTER (" + reading.fits("trim(v)") + ")";
            places.put(reading, asked.size());
            asked.add("sum(n" + fitting);
            if (reading.type().equals("decimal")) {
                String number = reading.converted("trim(v)");
                asked.add("max(length(ltrim(split_part(" + number + ", '.', 1), '+-'))" + fitting);
                asked.add("max(length(split_part(" + number + ", '.', 2))" + fitting);
            }
        }
        values.ask(texts.stream().map(First::subject).toList(), asked)
                .forEach((subject, counts) ->
                        places.forEach((reading, place) -> fits.computeIfAbsent(subject, any -> new HashMap<>())
                                .put(reading, fit(reading, counts, place))));
    }

    private static Fit fit(Reading reading, Answers counts, int place) {
        return reading.type().equals("decimal")
                ? new Fit(counts.count(place), counts.count(place + 1), counts.count(place + 2))
                : new Fit(counts.count(place), 0, 0);
    }

    private ColumnProfile profile(First first, long rows, Map<Reading, Fit> fits) {
        Subject subject = first.subject();
        boolean text = subject.isText();
        Map<Reading, Long> counts = new LinkedHashMap<>();
        Reading.candidates().stream()
                .filter(fits::containsKey)
                .forEach(reading -> counts.put(
                        reading,
                        Optional.ofNullable(fits.get(reading)).map(Fit::values).orElse(0L)));
        Choice choice = Choice.of(subject, first.values(), first.different(), counts, first.examples(), fit);
        Optional<String> type = text
                ? Optional.of(declared(choice.reading(), fits))
                : subject.isNested() ? Optional.empty() : Optional.of(Types.declared(subject.type()));
        boolean tooWide =
                type.equals(Optional.of("varchar")) && choice.reading().kind() != Reading.Kind.TEXT;
        return new ColumnProfile(
                subject,
                rows,
                first.values(),
                first.different(),
                tooWide ? Reading.TEXT : choice.reading(),
                type,
                text ? counts.getOrDefault(choice.reading(), first.values()) : first.values(),
                Optional.empty(),
                first.blanks(),
                person(subject, first.examples()),
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
        Map<Reading, List<Subject>> asked = new HashMap<>();
        profiles.stream().filter(each -> each.fits() < each.values()).forEach(each -> asked.computeIfAbsent(
                        each.reading(), any -> new ArrayList<>())
                .add(each.subject()));
        Map<Subject, Answers> answers = new HashMap<>();
        asked.forEach((reading, subjects) -> answers.putAll(values.ask(
                subjects,
                List.of("min(left(trim(v), 40)) FILTER (NOT (" + reading.fits("trim(v)") + ") AND " + SOUND + ")"))));
        return profiles.stream()
                .map(each -> Optional.ofNullable(answers.get(each.subject()))
                        .flatMap(answer -> answer.text(0))
                        .map(each::withMisfit)
                        .orElse(each))
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
