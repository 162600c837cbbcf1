package dev.lakesmith.server.iceberg;

import dev.lakesmith.server.iceberg.Access.Caller;

/** What works for one request: for who asks, and under the name that a change may have. */
record Services(Caller caller, Pointers pointers, Namespaces namespaces, Tables tables, Views views, Rules rules) {}
