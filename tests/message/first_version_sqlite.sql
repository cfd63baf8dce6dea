-- The tables of the first version, as it made them. Databases stand on them: this file never changes.

CREATE TABLE ivr_call (
    call_sid VARCHAR NOT NULL,
    over_by DATETIME NOT NULL,
    ended_at DATETIME,
    swept_at DATETIME,
    empty BOOLEAN NOT NULL,
    CONSTRAINT pk_ivr_call PRIMARY KEY (call_sid)
);

CREATE INDEX ix_ivr_call_swept_at ON ivr_call (swept_at);

CREATE TABLE ivr_flow_version (
    version VARCHAR NOT NULL,
    text BLOB NOT NULL,
    first_served DATETIME NOT NULL,
    CONSTRAINT pk_ivr_flow_version PRIMARY KEY (version)
);

CREATE TABLE ivr_request_count (
    caller_hash VARCHAR NOT NULL,
    day VARCHAR NOT NULL,
    requests INTEGER NOT NULL,
    CONSTRAINT pk_ivr_request_count PRIMARY KEY (caller_hash)
);

CREATE TABLE ivr_secret (
    name VARCHAR NOT NULL,
    secret BLOB NOT NULL,
    CONSTRAINT pk_ivr_secret PRIMARY KEY (name)
);

CREATE TABLE ivr_unwanted_recording (
    recording_sid VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    since DATETIME NOT NULL,
    CONSTRAINT pk_ivr_unwanted_recording PRIMARY KEY (recording_sid)
);

CREATE TABLE ivr_answer (
    call_sid VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    CONSTRAINT pk_ivr_answer PRIMARY KEY (call_sid, step, name),
    CONSTRAINT fk_ivr_answer_call_sid_ivr_call FOREIGN KEY(call_sid) REFERENCES ivr_call (call_sid)
);

CREATE TABLE ivr_mark (
    call_sid VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    CONSTRAINT pk_ivr_mark PRIMARY KEY (call_sid, step, what, name),
    CONSTRAINT fk_ivr_mark_call_sid_ivr_call FOREIGN KEY(call_sid) REFERENCES ivr_call (call_sid)
);

CREATE TABLE ivr_message (
    call_sid VARCHAR NOT NULL,
    opened_step INTEGER NOT NULL,
    reference VARCHAR,
    opened_at DATETIME NOT NULL,
    version VARCHAR,
    language VARCHAR,
    node VARCHAR,
    "key" VARCHAR,
    CONSTRAINT pk_ivr_message PRIMARY KEY (call_sid, opened_step),
    CONSTRAINT fk_ivr_message_call_sid_ivr_call FOREIGN KEY(call_sid) REFERENCES ivr_call (call_sid),
    CONSTRAINT uq_ivr_message_reference UNIQUE (reference)
);

CREATE TABLE ivr_recording (
    recording_sid VARCHAR NOT NULL,
    call_sid VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    node VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    seconds INTEGER,
    at DATETIME NOT NULL,
    CONSTRAINT pk_ivr_recording PRIMARY KEY (recording_sid),
    CONSTRAINT fk_ivr_recording_call_sid_ivr_call FOREIGN KEY(call_sid) REFERENCES ivr_call (call_sid)
);

CREATE INDEX ix_ivr_recording_call_sid ON ivr_recording (call_sid);

CREATE TABLE ivr_request (
    call_sid VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_ivr_request PRIMARY KEY (call_sid, step),
    CONSTRAINT fk_ivr_request_call_sid_ivr_call FOREIGN KEY(call_sid) REFERENCES ivr_call (call_sid)
);

CREATE TABLE ivr_step (
    call_sid VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    CONSTRAINT pk_ivr_step PRIMARY KEY (call_sid, step),
    CONSTRAINT fk_ivr_step_call_sid_ivr_call FOREIGN KEY(call_sid) REFERENCES ivr_call (call_sid)
);
