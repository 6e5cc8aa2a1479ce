BEGIN TRANSACTION;
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "counter" VALUES('interpretation',2);
INSERT INTO "counter" VALUES('interpretation_span',0);
INSERT INTO "counter" VALUES('interpretation_target',0);
INSERT INTO "counter" VALUES('payloads',2);
INSERT INTO "counter" VALUES('spans',1);
INSERT INTO "counter" VALUES('traces',1);
CREATE TABLE meaning (
    span INTEGER PRIMARY KEY REFERENCES span,
    json TEXT NOT NULL
) STRICT;
INSERT INTO "meaning" VALUES(1,'{"chunkCount":0,"attributes":[{"name":"server.address","json":"\"api.openai.com\""}],"tags":["web","beta"],"user":"ada","session":"s-1","operation":"chat","parameters":[{"name":"temperature","json":"0.2"},{"name":"max_tokens","json":"800"}],"metadata":[],"title":"chat gpt-4o-mini","requestedModel":"gpt-4o-mini","answeredModel":"gpt-4o-mini","input":[{"role":"user","parts":[{"text":{"_0":"Why does a swift hardly ever land?"}}]}],"output":[{"role":"assistant","parts":[{"text":{"_0":"It sleeps in the air."}}],"finishReason":"stop"}],"provider":"openai","responseID":"chatcmpl-c4647159c324c985","usage":{"output":100,"input":1000},"isStream":false}');
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "name" VALUES(1,'chat gpt-4o-mini');
INSERT INTO "name" VALUES(2,'shop.tracing');
INSERT INTO "name" VALUES(3,'attributes');
INSERT INTO "name" VALUES(4,'otlp');
INSERT INTO "name" VALUES(5,'gpt-4o-mini');
CREATE TABLE payload (
    id INTEGER PRIMARY KEY,
    span INTEGER NOT NULL REFERENCES span,
    number INTEGER NOT NULL,
    key INTEGER NOT NULL REFERENCES name,
    media_type INTEGER NOT NULL,
    is_cut INTEGER NOT NULL,
    time INTEGER NOT NULL,
    total_length INTEGER NOT NULL,
    fragment_offset INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
INSERT INTO "payload" VALUES(1,1,1,3,0,0,1700000000006000000,752,0,X'7B2267656E5F61692E6F7065726174696F6E2E6E616D65223A2263686174222C2267656E5F61692E70726F76696465722E6E616D65223A226F70656E6169222C2267656E5F61692E726571756573742E6D6F64656C223A226770742D346F2D6D696E69222C2267656E5F61692E726573706F6E73652E6D6F64656C223A226770742D346F2D6D696E69222C2267656E5F61692E726571756573742E74656D7065726174757265223A302E322C2267656E5F61692E726571756573742E6D61785F746F6B656E73223A3830302C2267656E5F61692E696E7075742E6D65737361676573223A225B7B5C22726F6C655C223A205C22757365725C222C205C2270617274735C223A205B7B5C22747970655C223A205C22746578745C222C205C22636F6E74656E745C223A205C2257687920646F6573206120737769667420686172646C792065766572206C616E643F5C227D5D7D5D222C2267656E5F61692E6F75747075742E6D65737361676573223A225B7B5C22726F6C655C223A205C22617373697374616E745C222C205C2270617274735C223A205B7B5C22747970655C223A205C22746578745C222C205C22636F6E74656E745C223A205C22497420736C6565707320696E20746865206169722E5C227D5D2C205C2266696E6973685F726561736F6E5C223A205C2273746F705C227D5D222C2267656E5F61692E75736167652E696E7075745F746F6B656E73223A313030302C2267656E5F61692E75736167652E6F75747075745F746F6B656E73223A3130302C2267656E5F61692E726573706F6E73652E6964223A2263686174636D706C2D63343634373135396333323463393835222C2267656E5F61692E726573706F6E73652E66696E6973685F726561736F6E73223A5B2273746F70225D2C227365727665722E61646472657373223A226170692E6F70656E61692E636F6D222C22757365722E6964223A22616461222C2273657373696F6E2E6964223A22732D31222C227461672E74616773223A5B22776562222C2262657461225D7D');
INSERT INTO "payload" VALUES(2,1,2,4,0,0,1700000000006000000,25,0,X'7B2273636F70655F76657273696F6E223A22312E342E30227D');
CREATE TABLE process (
    id INTEGER PRIMARY KEY,
    instance_high INTEGER NOT NULL,
    instance_low INTEGER NOT NULL,
    process_id INTEGER NOT NULL,
    parent_process_id INTEGER NOT NULL,
    start_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    is_gone INTEGER NOT NULL DEFAULT 0,
    dropped_records INTEGER NOT NULL DEFAULT 0,
    dropped_bytes INTEGER NOT NULL DEFAULT 0,
    executable TEXT, program TEXT, runtime TEXT, recorder TEXT, host TEXT, service TEXT, resource TEXT,
    UNIQUE (instance_high, instance_low)
) STRICT;
INSERT INTO "process" VALUES(1,-1902827365114190641,4220269201563036006,0,0,1700000000006000000,1700000000006000000,0,0,0,NULL,NULL,NULL,NULL,NULL,'shop','{"service.name":"shop"}');
CREATE TABLE score (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- 0 number, 1 truth, 2 category, 3 text
    kind INTEGER NOT NULL,
    number REAL,
    text TEXT,
    trace_high INTEGER,
    trace_low INTEGER,
    span_id INTEGER,
    session TEXT,
    comment TEXT,
    environment TEXT,
    metadata TEXT,
    time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL REFERENCES process,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state INTEGER NOT NULL,
    problem TEXT,
    UNIQUE (process, number)
) STRICT;
CREATE TABLE span (
    id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL REFERENCES process,
    trace INTEGER NOT NULL REFERENCES trace,
    span_id INTEGER NOT NULL,
    parent_id INTEGER,
    name INTEGER NOT NULL REFERENCES name,
    scope INTEGER NOT NULL REFERENCES name,
    kind INTEGER NOT NULL,
    thread_id INTEGER NOT NULL,
    start_time INTEGER NOT NULL,
    end_time INTEGER,
    status INTEGER NOT NULL,
    -- Something may still change: it runs, was interrupted, or has no start yet.
    is_open INTEGER NOT NULL,
    has_start INTEGER NOT NULL,
    payload_count INTEGER NOT NULL,
    -- There is something new to interpret.
    is_due INTEGER NOT NULL,
    -- What follows is interpreted.
    title TEXT,
    model INTEGER REFERENCES name,
    requested_model INTEGER REFERENCES name,
    input_tokens INTEGER,
    output_tokens INTEGER,
    total_tokens INTEGER,
    cached_tokens INTEGER,
    reasoning_tokens INTEGER
, is_received INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "span" VALUES(1,1,1,-4919131752989213951,NULL,1,2,3,0,1700000000006000000,1700000001506000000,1,0,1,2,0,'chat gpt-4o-mini',5,5,1000,100,NULL,NULL,NULL,1);
CREATE TABLE span_model (
    model INTEGER NOT NULL REFERENCES name,
    start_time INTEGER NOT NULL,
    span INTEGER NOT NULL REFERENCES span,
    PRIMARY KEY (model, start_time, span)
) STRICT, WITHOUT ROWID;
INSERT INTO "span_model" VALUES(5,1700000000006000000,1);
CREATE TABLE trace (
    id INTEGER PRIMARY KEY,
    trace_high INTEGER NOT NULL,
    trace_low INTEGER NOT NULL,
    start_time INTEGER NOT NULL,
    end_time INTEGER,
    status INTEGER NOT NULL,
    span_count INTEGER NOT NULL,
    running_count INTEGER NOT NULL,
    ok_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL,
    cancelled_count INTEGER NOT NULL,
    abandoned_count INTEGER NOT NULL,
    interrupted_count INTEGER NOT NULL,
    -- The span that gives the title: the root, or the earliest while there is none.
    title TEXT NOT NULL,
    title_span INTEGER NOT NULL,
    title_time INTEGER NOT NULL,
    title_is_root INTEGER NOT NULL,
    -- The span with the first prompt, and the one with the last answer.
    input_preview TEXT NOT NULL DEFAULT '',
    input_span INTEGER,
    input_time INTEGER,
    output_preview TEXT NOT NULL DEFAULT '',
    output_span INTEGER,
    output_time INTEGER,
    input_tokens INTEGER,
    output_tokens INTEGER,
    total_tokens INTEGER,
    cached_tokens INTEGER,
    reasoning_tokens INTEGER,
    UNIQUE (trace_high, trace_low)
) STRICT;
INSERT INTO "trace" VALUES(1,-6148914691236517206,-6148914691236517206,1700000000006000000,1700000001506000000,1,1,0,1,0,0,0,0,'chat gpt-4o-mini',1,1700000000006000000,1,'Why does a swift hardly ever land?',1,1700000000006000000,'It sleeps in the air.',1,1700000001506000000,1000,100,NULL,NULL,NULL);
CREATE TABLE trace_model (
    trace INTEGER NOT NULL REFERENCES trace,
    model INTEGER NOT NULL REFERENCES name,
    start_time INTEGER NOT NULL,
    -- It answered; else it was only asked for.
    is_shown INTEGER NOT NULL,
    PRIMARY KEY (trace, model)
) STRICT, WITHOUT ROWID;
INSERT INTO "trace_model" VALUES(1,5,1700000000006000000,1);
CREATE INDEX segment_unfinished ON segment (state) WHERE state <> 1;
CREATE INDEX trace_by_start ON trace (start_time);
CREATE INDEX trace_by_status ON trace (status, start_time) WHERE status <> 1;
CREATE INDEX trace_model_by_start ON trace_model (model, start_time, trace);
CREATE INDEX span_open ON span (process, span_id) WHERE is_open = 1;
CREATE INDEX span_due ON span (id) WHERE is_due = 1;
CREATE INDEX span_by_trace ON span (trace, start_time);
CREATE INDEX span_by_start ON span (start_time);
CREATE INDEX span_by_status ON span (status, start_time) WHERE status <> 1;
CREATE INDEX payload_by_span ON payload (span);
CREATE INDEX span_received ON span (trace, span_id) WHERE is_received = 1;
CREATE INDEX score_by_trace ON score (trace_high, trace_low, time)
    WHERE trace_high IS NOT NULL;
COMMIT;
PRAGMA application_id = 1297370196;
PRAGMA user_version = 2;
