-- A database of schema version 1, as sqlite3's .dump writes it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('interpretation',0);
INSERT INTO counter VALUES('interpretation_span',0);
INSERT INTO counter VALUES('interpretation_target',0);
INSERT INTO counter VALUES('payloads',4);
INSERT INTO counter VALUES('spans',2);
INSERT INTO counter VALUES('traces',2);
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO name VALUES(1,'(start not recorded)');
INSERT INTO name VALUES(2,'');
INSERT INTO name VALUES(3,'call');
INSERT INTO name VALUES(4,'test');
INSERT INTO name VALUES(5,'prompt');
INSERT INTO name VALUES(6,'answer');
INSERT INTO name VALUES(7,'model');
INSERT INTO name VALUES(8,'tokens');
INSERT INTO name VALUES(9,'model-a');
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
    executable TEXT, program TEXT, runtime TEXT, recorder TEXT, host TEXT, service TEXT,
    UNIQUE (instance_high, instance_low)
) STRICT;
INSERT INTO process VALUES(1,43981,1,1,0,1,40,0,0,0,'/usr/bin/python3','app.py','cpython 3.11.7','0.1.0','host',NULL);
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL REFERENCES process,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state INTEGER NOT NULL,
    problem TEXT,
    UNIQUE (process, number)
) STRICT;
INSERT INTO segment VALUES(1,1,0,768,0,NULL);
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
INSERT INTO trace VALUES(1,9,1,10,30,2,1,0,0,1,0,0,0,'call!',1,10,1,'What is a martlet?',1,10,'A bird that never lands.',1,30,12,NULL,12,NULL,NULL);
INSERT INTO trace VALUES(2,9,2,40,NULL,0,1,1,0,0,0,0,0,'call',2,40,1,'',NULL,NULL,'',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE trace_model (
    trace INTEGER NOT NULL REFERENCES trace,
    model INTEGER NOT NULL REFERENCES name,
    start_time INTEGER NOT NULL,
    -- It answered; else it was only asked for.
    is_shown INTEGER NOT NULL,
    PRIMARY KEY (trace, model)
) STRICT, WITHOUT ROWID;
INSERT INTO trace_model VALUES(1,9,10,1);
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
) STRICT;
INSERT INTO span VALUES(1,1,1,1,NULL,3,4,3,7,10,30,2,0,1,4,0,'call!',9,NULL,12,NULL,12,NULL,NULL);
INSERT INTO span VALUES(2,1,2,2,NULL,3,4,3,7,40,NULL,0,1,1,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE span_model (
    model INTEGER NOT NULL REFERENCES name,
    start_time INTEGER NOT NULL,
    span INTEGER NOT NULL REFERENCES span,
    PRIMARY KEY (model, start_time, span)
) STRICT, WITHOUT ROWID;
INSERT INTO span_model VALUES(9,10,1);
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
INSERT INTO payload VALUES(1,1,1,5,1,0,5,18,0,X'576861742069732061206d6172746c65743f');
INSERT INTO payload VALUES(2,1,2,6,1,0,5,24,0,X'4120626972642074686174206e65766572206c616e64732e');
INSERT INTO payload VALUES(3,1,3,7,1,0,5,7,0,X'6d6f64656c2d61');
INSERT INTO payload VALUES(4,1,4,8,1,0,5,2,0,X'3132');
CREATE TABLE meaning (
    span INTEGER PRIMARY KEY REFERENCES span,
    json TEXT NOT NULL
) STRICT;
INSERT INTO meaning VALUES(1,'{"title":"call!","attributes":[],"operation":"span","isStream":false,"output":[{"role":"assistant","parts":[{"text":{"_0":"A bird that never lands."}}]}],"usage":{"total":12,"input":12},"chunkCount":4,"answeredModel":"model-a","parameters":[],"input":[{"role":"user","parts":[{"text":{"_0":"What is a martlet?"}}]}]}');
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
COMMIT;
PRAGMA application_id = 1297370196;
PRAGMA user_version = 1;
