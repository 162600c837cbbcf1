package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The key {@code pagination} of a stream. */
final class PaginationKeys {

    private static final Field SIZE = Field.number("size", 1, 1_000_000)
            .describedAs("How many records a full page has; a page with fewer is the last one, once the API has"
                    + " shown that it gives so many.")
            .example("100");

    private static final Field SIZE_PARAMETER = Field.text("size_parameter")
            .leftOutMeans("the size is not sent")
            .describedAs("The parameter that asks for pages of this size.")
            .example("per_page");

    private static final ObjectSpec PAGE = ObjectSpec.of(
                    "http page pagination",
                    Field.text("parameter")
                            .leftOutMeans("the slot `${page}` says where the number goes")
                            .describedAs("The parameter with the page's number.")
                            .example("page"),
                    Field.number("first", 0, 1).orElse("1").describedAs("The number of the first page."),
                    SIZE.leftOutMeans("the last page is the first one without records"),
                    SIZE_PARAMETER)
            .describedAs("Numbered pages.");

    private static final ObjectSpec OFFSET = ObjectSpec.of(
                    "http offset pagination",
                    Field.text("parameter")
                            .leftOutMeans("the slot `${offset}` says where the number goes")
                            .describedAs("The parameter with the number of records to pass over.")
                            .example("offset"),
                    SIZE.leftOutMeans("the last page is the first one without records"),
                    SIZE_PARAMETER)
            .describedAs("So many records further with each request.");

    private static final ObjectSpec CURSOR = ObjectSpec.of(
                    "http cursor pagination",
                    Field.text("parameter")
                            .leftOutMeans("the slot `${cursor}` says where it goes")
                            .describedAs("The parameter with the cursor.")
                            .example("after"),
                    Field.text("next", JsonPath.RULE)
                            .describedAs(
                                    "Where a page has the cursor of the next one; it is the last page when there is"
                                            + " none.")
                            .example("paging.next.after"),
                    Field.text("header")
                            .describedAs("The header of an answer that has the cursor of the next page.")
                            .example("Sforce-Locator"),
                    Field.text("last_record", JsonPath.RULE)
                            .describedAs("The field of a page's last record that is the cursor of the next page.")
                            .example("id"),
                    Field.text("more", JsonPath.RULE)
                            .leftOutMeans("a page without cursor or records is the last one")
                            .describedAs("Where a page says whether there are more: `true`, or anything but `false`, 0"
                                    + " and nothing.")
                            .example("has_more"),
                    Field.text("end")
                            .leftOutMeans("the last page has no cursor, or an empty one")
                            .describedAs(
                                    "What stands for the cursor where there is no next page; a page with records and"
                                            + " neither is an error then.")
                            .example("\"null\""))
            .exactlyOne("next", "header", "last_record")
            .describedAs("Each page tells where the next one begins.");

    private static final ObjectSpec NEXT_LINK = ObjectSpec.of(
                    "http next_link pagination",
                    Field.text("next", JsonPath.RULE)
                            .required()
                            .describedAs("Where a page has the next one's URL, whole or from the host on.")
                            .example("links.next"))
            .describedAs("Each page has the URL of the next one, which must be of the same host.");

    private static final ObjectSpec LINK_HEADER = ObjectSpec.of("http link_header pagination")
            .describedAs("The header `Link` has the URL of the next page, with `rel=\"next\"`.");

    static final Field FIELD = field();

    private PaginationKeys() {}

    private static Field field() {
        Map<String, ObjectSpec> specs = new LinkedHashMap<>();
        specs.put("page", PAGE);
        specs.put("offset", OFFSET);
        specs.put("cursor", CURSOR);
        specs.put("next_link", NEXT_LINK);
        specs.put("link_header", LINK_HEADER);
        return Field.of("pagination", new ValueType.Variant("type", "How the next page is asked for.", specs))
                .leftOutMeans("there is one page")
                .describedAs(
                        "How the next page is asked for. A page, cursor or URL that comes twice ends the run with an"
                                + " error.")
                .example("{ type: link_header }");
    }
}
