package dev.lakesmith.server.iceberg;

/** What works for one request: for who asks, and under the name that a change may have. */
record Services(Pointers pointers, Namespaces namespaces, Tables tables, Views views, Rules rules) {}
