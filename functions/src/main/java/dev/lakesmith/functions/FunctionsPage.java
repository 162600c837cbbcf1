package dev.lakesmith.functions;

/** The reference page of functions, made from {@link FunctionCatalogue}. */
public final class FunctionsPage {

    private FunctionsPage() {}

    /** The page as Markdown. */
    public static String render() {
        StringBuilder page = new StringBuilder("""
                # Functions

                <!-- Generated from the declarations in the code; do not edit. -->

                Models, checks and queries may call these beside DuckDB's own. NULL for any argument gives NULL; no text
                makes them fail. The key of the examples is `an example key that is public`. [The guide](../guides/enrich.md) shows them at work.
                """);
        for (Topic topic : Topic.values()) {
            page.append("\n## ").append(topic.title()).append("\n");
            for (SqlFunction function : FunctionCatalogue.functions()) {
                if (function.topic() == topic) {
                    page.append("\n### `")
                            .append(function.signature())
                            .append("`\n\n")
                            .append(function.description())
                            .append("\n\n```sql\n")
                            .append(function.example().call())
                            .append("  -- ")
                            .append(function.example().value())
                            .append("\n```\n");
                }
            }
        }
        return page.toString();
    }
}
