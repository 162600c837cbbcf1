package dev.lakesmith.core.connector;

/** Where a step tells how far it is. Calls are cheap and may come from any thread. */
public interface Progress {

    /** Nobody watches. */
    Progress UNSEEN = new Progress() {
        @Override
        public void update(long rows, long bytes, double fraction) {}

        @Override
        public void warn(String message) {}
    };

    /** Records done so far; unknown: negative. Bytes done so far. Fraction done between 0 and 1; unknown: negative. */
    void update(long rows, long bytes, double fraction);

    /** Something the user should know although the step goes on. */
    void warn(String message);
}
