-- t1553_002_certificate_file: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_inspection_agents: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'FILE_CREATION'
    AND match("e".target_file_full_path, '(?-s)(?i)\\.(pfx|p12|pvk|cer|crt|der|spc|p7b|sst)$')
    AND match("e".target_file_full_path, '(?i)(\\\\(Temp|Downloads|AppData\\\\(Local|LocalLow|Roaming)|Users\\\\Public|ProgramData)\\\\|^(/private)?/tmp/|^(/private)?/var/tmp/|^/Users/Shared/|^/Users/[^/]+/Downloads/)')
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_file_full_path, '(?-s)(?i)\\.(pfx|p12|pvk)$') THEN 45 ELSE 30 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o5,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "certificate_files",
  w.o4 AS "acting_processes",
  w.o5 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_certificate_installed: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- differs: $e.target.resource.product_object_id: the elements that one event gives to an array may change places
-- differs: $e.target.resource.name: the elements that one event gives to an array may change places
-- differs: $e.target.resource.attribute.labels["Context"]: the elements that one event gives to an array may change places
-- differs: $e.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(u1, 'summary') AS security_result_summary,
      JSONExtractString(arrayFirst(l -> JSONExtractString(l, 'key') = 'EKU', JSONExtractArrayRaw(j, 'target', 'resource', 'attribute', 'labels')), 'value') AS target_resource_attribute_labels_EKU,
      if(JSONType(j, 'additional', 'EKU@Name') = 'String', JSONExtractString(j, 'additional', 'EKU@Name'), '') AS additional_fields_EKU_Name,
      if(JSONType(j, 'additional', 'EKU@OID') = 'String', JSONExtractString(j, 'additional', 'EKU@OID'), '') AS additional_fields_EKU_OID,
      if(JSONType(j, 'additional', 'EKU@OID_2') = 'String', JSONExtractString(j, 'additional', 'EKU@OID_2'), '') AS additional_fields_EKU_OID_2,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'target', 'resource', 'product_object_id') AS target_resource_product_object_id,
      JSONExtractString(j, 'target', 'resource', 'name') AS target_resource_name,
      JSONExtractString(arrayFirst(l -> JSONExtractString(l, 'key') = 'Context', JSONExtractArrayRaw(j, 'target', 'resource', 'attribute', 'labels')), 'value') AS target_resource_attribute_labels_Context,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path
    FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'security_result')), [''], JSONExtractArrayRaw(j, 'security_result'))) AS u1 FROM events) AS r1
  ) AS "e"
  WHERE "e".metadata_event_type = 'RESOURCE_CREATION'
    AND "e".security_result_summary = 'Certificate installed'
    AND match(concat(CAST("e".target_resource_attribute_labels_EKU AS VARCHAR), CAST('|' AS VARCHAR), CAST("e".additional_fields_EKU_Name AS VARCHAR), CAST('|' AS VARCHAR), CAST("e".additional_fields_EKU_OID AS VARCHAR), CAST('|' AS VARCHAR), CAST("e".additional_fields_EKU_OID_2 AS VARCHAR)), '(?-s)(?i)(Code ?Signing|1\\.3\\.6\\.1\\.5\\.5\\.7\\.3\\.3)')
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    50 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_resource_product_object_id))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_resource_name))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_resource_attribute_labels_Context))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "thumbprints",
  w.o4 AS "subjects",
  w.o5 AS "contexts",
  w.o6 AS "acting_processes",
  w.o7 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_certificate_stored: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_inspection_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'command_line') AS principal_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE (("e".metadata_event_type = 'REGISTRY_MODIFICATION' AND match("e".target_registry_registry_key, '(?i)\\\\SystemCertificates\\\\(My|CA|Request)\\\\Certificates\\\\[0-9a-f]{40}')) OR ("e".metadata_event_type = 'FILE_CREATION' AND match("e".target_file_full_path, '(?i)\\\\Microsoft\\\\SystemCertificates\\\\My\\\\Certificates\\\\[0-9a-f]{40}$')))
    AND NOT (match("e".principal_process_file_full_path, '(?-s)(?i)^([a-z]:|\\\\Device\\\\HarddiskVolume\\d+)\\\\Windows\\\\System32\\\\(svchost|lsass|taskhost|taskhostw|taskhostex|services|dmcertinst|certenrollctrl|omadmclient)\\.exe$'))
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".principal_process_file_full_path, '(?-s)(?i)\\\\(powershell|pwsh|rundll32|regsvr32|wscript|cscript|mshta)\\.exe$') THEN 40 ELSE 25 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_registry_registry_key, '(?i)SystemCertificates\\\\([^\\\\]+)\\\\', 1)))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract(concat(CAST("e".target_registry_registry_key AS VARCHAR), CAST("e".target_file_full_path AS VARCHAR)), '(?i)\\\\Certificates\\\\([0-9a-f]{40})', 1))))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_registry_registry_key))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_command_line))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "stores",
  w.o4 AS "thumbprints",
  w.o5 AS "registry_keys",
  w.o6 AS "acting_processes",
  w.o7 AS "acting_command_lines",
  w.o8 AS "users",
  w.o9 AS "certificate_files",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_certificate_tool: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND (match("e".target_process_file_full_path, '(?-s)(?i)(^|[\\\\/])(makecert|pvk2pfx|cert2spc)(\\.exe)?$') OR (match("e".target_process_file_full_path, '(?-s)(?i)(^|[\\\\/])certmgr\\.exe$') AND match("e".target_process_command_line, '(?i)\\s[-/]add\\b')) OR (match("e".target_process_file_full_path, '(?-s)(?i)(^|[\\\\/])certreq\\.exe$') AND match("e".target_process_command_line, '(?i)\\s[-/](new|accept|enroll|sign)\\b')) OR (match("e".target_process_file_full_path, '(?-s)(?i)(^|[\\\\/])openssl(\\.exe)?$') AND match("e".target_process_command_line, '(?-s)(?i)(\\bpkcs12\\b.*\\s-export\\b|codesigning)')) OR (match("e".target_process_file_full_path, '(?i)(^|[\\\\/])mkcert[^\\\\/]*$') AND match("e".target_process_command_line, '(?i)\\s-install\\b')))
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_file_full_path, '(?i)(openssl|certreq)') THEN 35 ELSE 50 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_sha256))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)\\b(root|authroot|trustedpublisher|trustedpeople|ca|my|ntauth|disallowed)\\b', 1)))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "command_lines",
  w.o4 AS "tools",
  w.o5 AS "tool_hashes",
  w.o6 AS "parents",
  w.o7 AS "users",
  w.o8 AS "certificate_files",
  w.o9 AS "stores",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_certificate_wizard: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND match("e".target_process_command_line, '(?-s)(?i)cryptext(\\.dll)?["\']?\\s*,\\s*CryptExtAdd')
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(?i)CryptExtAdd(CER|P7R|SPC|CTL)') THEN 50 ELSE 40 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_sha256))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "command_lines",
  w.o4 AS "tools",
  w.o5 AS "tool_hashes",
  w.o6 AS "parents",
  w.o7 AS "users",
  w.o8 AS "certificate_files",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_code_integrity: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- differs: $e.security_result.summary: the elements that one event gives to an array may change places
-- differs: $e.target.file.signature_info.sigcheck.signers.name: the elements that one event gives to an array may change places
-- differs: $e.target.file.signature_info.sigcheck.verification_message: the elements that one event gives to an array may change places
-- differs: $e.target.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.target.file.sha256: the elements that one event gives to an array may change places
-- differs: $e.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'metadata', 'log_type') AS metadata_log_type,
      JSONExtractString(u1, 'summary') AS security_result_summary,
      JSONExtractString(j, 'metadata', 'product_name') AS metadata_product_name,
      JSONExtractString(j, 'metadata', 'product_event_type') AS metadata_product_event_type,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(u2, 'name') AS target_file_signature_info_sigcheck_signers_name,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'target', 'file', 'sha256') AS target_file_sha256,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM (SELECT n, j, u1, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u2 FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'security_result')), [''], JSONExtractArrayRaw(j, 'security_result'))) AS u1 FROM events) AS r1) AS r2
  ) AS "e"
  WHERE "e".metadata_log_type = 'WINEVTLOG'
    AND (match("e".security_result_summary, '^Code Integrity (let a file load whose signature is revoked|blocked a file whose signature is revoked|let an unsigned file load|found no valid (signature|hash))') OR ("e".metadata_product_name = 'Microsoft-Windows-CodeIntegrity' AND "e".metadata_product_event_type = '3077'))
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".security_result_summary, 'revoked') THEN 80 ELSE 50 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".security_result_summary))))), 1, 1000) AS o2,
    s.k1 AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_sigcheck_signers_name))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_sha256))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "findings",
  w.o3 AS "risk_entity_to_score",
  w.o4 AS "signers",
  w.o5 AS "signature_states",
  w.o6 AS "files",
  w.o7 AS "hashes",
  w.o8 AS "loading_processes",
  w.o9 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- code_signing_abuse: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_inspection_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE (("e".metadata_event_type = 'PROCESS_LAUNCH' AND match("e".target_process_file_full_path, '(?-s)(?i)(signtool|certutil)\\.exe$') AND match("e".target_process_command_line, '(?i)([-/](sign|f |p |fd |tr )|sha(1|256)|-(addstore|addcert|importpfx|p12)|trustedpublisher|authroot)')) OR ("e".metadata_event_type = 'FILE_CREATION' AND match("e".target_file_full_path, '(?-s)(?i)\\.(pfx|p12|cer|crt)$') AND match("e".target_file_full_path, '(?i)\\\\(Temp|Downloads|AppData\\\\(Local|Roaming)|Users\\\\Public|ProgramData)\\\\')) OR ("e".metadata_event_type = 'REGISTRY_MODIFICATION' AND match("e".target_registry_registry_key, '(?i)((root|trustedpublisher)\\\\certificates|systemcertificates\\\\(root|trustedpublisher))') AND NOT (match("e".principal_process_file_full_path, '(?-s)(?i)(certutil|mmc|wuauclt|trustedinstaller|svchost)\\.exe$'))))
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    count(DISTINCT "e".metadata_event_type) AS o1,
    max(CASE WHEN "e".metadata_event_type = 'REGISTRY_MODIFICATION' THEN 65 ELSE CASE WHEN "e".metadata_event_type = 'PROCESS_LAUNCH' THEN 50 ELSE 35 END END) AS o2,
    CAST(least(greatest(toInt128(max(CASE WHEN "e".metadata_event_type = 'REGISTRY_MODIFICATION' THEN 65 ELSE CASE WHEN "e".metadata_event_type = 'PROCESS_LAUNCH' THEN 50 ELSE 35 END END)) + toInt128(CASE WHEN count(DISTINCT "e".metadata_event_type) > 1 THEN 20 ELSE 0 END), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS o3,
    s.k1 AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".target_process_command_line, ''), nullif("e".target_file_full_path, ''), nullif("e".target_registry_registry_key, ''), '')))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_registry_registry_key))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_registry_registry_key, '(?i)\\\\Certificates\\\\([0-9a-f]{40})', 1))))))), 1, 1000) AS o9,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o10,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o11,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "kinds_of_trace",
  w.o2 AS "strongest_trace",
  w.o3 AS "risk_score",
  w.o4 AS "risk_entity_to_score",
  w.o5 AS "traces",
  w.o6 AS "command_lines",
  w.o7 AS "certificate_files",
  w.o8 AS "registry_keys",
  w.o9 AS "thumbprints",
  w.o10 AS "acting_processes",
  w.o11 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_driver_signature: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_allowed_certificate_authorities: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- differs: $e.target.file.signature_info.sigcheck.signers.name: the elements that one event gives to an array may change places
-- differs: $e.target.file.signature_info.sigcheck.verification_message: the elements that one event gives to an array may change places
-- differs: $e.target.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.target.file.sha256: the elements that one event gives to an array may change places
-- differs: $e.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractBool(j, 'target', 'file', 'signature_info', 'sigcheck', 'verified') AS target_file_signature_info_sigcheck_verified,
      JSONExtractString(u1, 'name') AS target_file_signature_info_sigcheck_signers_name,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'file', 'sha256') AS target_file_sha256,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u1 FROM events) AS r1
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_MODULE_LOAD'
    AND match("e".target_file_full_path, '(?-s)(?i)\\.sys$')
    AND "e".target_file_signature_info_sigcheck_verification_message <> ''
    AND ("e".target_file_signature_info_sigcheck_verified = FALSE OR match("e".target_file_signature_info_sigcheck_verification_message, '(?i)(revoked|expired|untrusted|not ?trusted|distrust|chain|digest|mismatch|tampered|invalid)'))
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_file_signature_info_sigcheck_verification_message, '(?i)revoked') THEN 85 ELSE 70 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_sigcheck_signers_name))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_sha256))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "signers",
  w.o4 AS "signature_states",
  w.o5 AS "files",
  w.o6 AS "hashes",
  w.o7 AS "loading_processes",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_dropped_and_signed: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_parameters: its 2 rows as they stand are part of the query
-- differs: $signed.metadata.event_timestamp.seconds - $dropped.metadata.event_timestamp.seconds: is compared as a float: whole numbers beyond 2^53 are rounded
-- differs: $dropped.target.file.full_path: the elements that one event gives to an array may change places
-- differs: $dropped.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $signed.target.process.command_line: the elements that one event gives to an array may change places
-- differs: re.capture($signed.target.process.command_line, "(?i)([^\\s\"']+\\.(?:pfx|p12|pvk|cer))\\b"): the elements that one event gives to an array may change places
-- differs: $signed.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: strings.coalesce($signed.principal.user.userid, $signed.principal.user.windows_sid): the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"dropped" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path
    FROM events
  ) AS "dropped"
  WHERE "dropped".metadata_event_type = 'FILE_CREATION'
    AND match("dropped".target_file_full_path, '(?i)\\\\(Temp|Downloads|Desktop|AppData\\\\(Local|LocalLow|Roaming)|Users\\\\Public|ProgramData)\\\\')
    AND match("dropped".target_file_full_path, '(?-s)(?i)\\.(exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl)$')
    AND lowerUTF8(regexpExtract("dropped".target_file_full_path, '([^\\\\]+)$', 1)) <> ''
),
"signed" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'user', 'windows_sid') AS principal_user_windows_sid
    FROM events
  ) AS "signed"
  WHERE ("signed".metadata_event_type = 'PROCESS_LAUNCH' OR "signed".metadata_event_type = 'PROCESS_UNCATEGORIZED')
    AND match("signed".target_process_command_line, '(?-s)(?i)(\\bsigntool(\\.exe)?["\']?\\s+[-/]?sign\\s|\\b(azuresigntool|osslsigncode)(\\.exe)?["\']?\\s+sign\\s|\\bjsign\\b|Set-AuthenticodeSignature\\b)')
    AND NOT (FALSE)
    AND NOT (FALSE)
),
"t1553_002_parameters" AS (
  SELECT * FROM (
    SELECT 1 AS n, 'time_window_seconds' AS name, 3600 AS number
    UNION ALL SELECT 2 AS n, 'certificate_age_days' AS name, 14 AS number
  ) AS "t1553_002_parameters"
),
starts AS (
  SELECT DISTINCT "dropped".principal_hostname AS k1, lowerUTF8(regexpExtract("dropped".target_file_full_path, '([^\\\\]+)$', 1)) AS k2, "dropped".time AS start
  FROM "dropped"
  INNER JOIN "signed" ON "signed".principal_hostname = "dropped".principal_hostname AND lowerUTF8(regexpExtract("dropped".target_file_full_path, '([^\\\\]+)$', 1)) = lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) AND "dropped".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "dropped".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "signed".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("signed".metadata_event_timestamp_seconds) - toInt128("dropped".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "dropped".principal_hostname <> '' AND greatest("dropped".time, "signed".time) - least("dropped".time, "signed".time) < 3600000000000
  UNION DISTINCT
  SELECT DISTINCT "dropped".principal_hostname AS k1, lowerUTF8(regexpExtract("dropped".target_file_full_path, '([^\\\\]+)$', 1)) AS k2, "signed".time AS start
  FROM "dropped"
  INNER JOIN "signed" ON "signed".principal_hostname = "dropped".principal_hostname AND lowerUTF8(regexpExtract("dropped".target_file_full_path, '([^\\\\]+)$', 1)) = lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) AND "dropped".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "dropped".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "signed".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("signed".metadata_event_timestamp_seconds) - toInt128("dropped".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "dropped".principal_hostname <> '' AND greatest("dropped".time, "signed".time) - least("dropped".time, "signed".time) < 3600000000000
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.k2 AS k2,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    70 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("dropped".time, "dropped".id, "dropped".target_file_full_path))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("dropped".time, "dropped".id, "dropped".principal_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, "signed".target_process_command_line))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\s"\']+\\.(?:pfx|p12|pvk|cer))\\b', 1)))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, "signed".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, coalesce(nullif("signed".principal_user_userid, ''), nullif("signed".principal_user_windows_sid, ''), '')))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("dropped".id)) AS e1,
    arraySort(groupUniqArray("signed".id)) AS e2
  FROM starts AS s
  INNER JOIN "dropped" ON lowerUTF8(regexpExtract("dropped".target_file_full_path, '([^\\\\]+)$', 1)) = s.k2 AND "dropped".principal_hostname = s.k1 AND "dropped".time >= s.start AND "dropped".time < s.start + 3600000000000
  INNER JOIN "signed" ON lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) = s.k2 AND "signed".principal_hostname = s.k1 AND "signed".principal_hostname = "dropped".principal_hostname AND lowerUTF8(regexpExtract("dropped".target_file_full_path, '([^\\\\]+)$', 1)) = lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) AND "dropped".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "dropped".n AND "signed".time >= s.start AND "signed".time < s.start + 3600000000000
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "signed".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("signed".metadata_event_timestamp_seconds) - toInt128("dropped".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  GROUP BY s.k1, s.k2, s.start
),
picked AS (
  SELECT k1, k2, arrayJoin(starts) AS start
  FROM (SELECT k1, k2, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1, k2) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.k2 AS "file",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "files",
  w.o4 AS "dropping_processes",
  w.o5 AS "signing_commands",
  w.o6 AS "certificate_files",
  w.o7 AS "parents",
  w.o8 AS "users",
  w.e1 AS "dropped_events",
  w.e2 AS "signed_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1 AND p.k2 = w.k2
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_foreign_signing_tool: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND (match("e".target_process_file_full_path, '(?-s)(?i)(^|[\\\\/])(azuresigntool|osslsigncode|jsign|signcode|smctl|relic|sigthief|limelighter|carboncopy|sigpirate)(\\.exe)?$') OR match("e".target_process_command_line, '(?-s)(?i)(jsign[\\w.-]*\\.jar|sigthief\\.py|carboncopy\\.py|metatwin\\.ps1|invoke-metatwin|azuresigntool\\s+sign|\\bsign(\\.exe)?"?\\s+code\\s+(azure-key-vault|trusted-signing|artifact-signing|certificate-store))'))
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(?i)(sigthief|limelighter|carboncopy|sigpirate|metatwin)') THEN 85 ELSE 60 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_sha256))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)[-/](?:n|sha1)\\s+"?([^"/]+[^"/\\s])', 1)))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "command_lines",
  w.o4 AS "tools",
  w.o5 AS "tool_hashes",
  w.o6 AS "parents",
  w.o7 AS "users",
  w.o8 AS "certificate_files",
  w.o9 AS "signers",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_image_signature: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_allowed_certificate_authorities: what is in it now is part of the query, entries: 0
-- differs: $state: the elements that one event gives to an array may change places
-- differs: strings.coalesce($e.target.file.signature_info.sigcheck.signers.name, $e.target.process.file.signature_info.sigcheck.signers.name): the elements that one event gives to an array may change places
-- differs: strings.coalesce($e.target.file.full_path, $e.target.process.file.full_path): the elements that one event gives to an array may change places
-- differs: strings.coalesce($e.target.file.sha256, $e.target.process.file.sha256, $e.target.file.sha1): the elements that one event gives to an array may change places
-- differs: $e.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_process_file_signature_info_sigcheck_verification_message,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'metadata', 'log_type') AS metadata_log_type,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(u1, 'name') AS target_file_signature_info_sigcheck_signers_name,
      JSONExtractString(u2, 'name') AS target_process_file_signature_info_sigcheck_signers_name,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'file', 'sha256') AS target_file_sha256,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256,
      JSONExtractString(j, 'target', 'file', 'sha1') AS target_file_sha1,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM (SELECT n, j, u1, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u2 FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u1 FROM events) AS r1) AS r2
  ) AS "e"
  WHERE ("e".metadata_event_type = 'PROCESS_MODULE_LOAD' OR "e".metadata_event_type = 'PROCESS_LAUNCH' OR ("e".metadata_event_type = 'SCAN_FILE' AND "e".metadata_log_type = 'MICROSOFT_DEFENDER_ENDPOINT'))
    AND match(coalesce(nullif("e".target_file_signature_info_sigcheck_verification_message, ''), nullif("e".target_process_file_signature_info_sigcheck_verification_message, ''), ''), '(?i)(revoked|expired|untrusted|not ?trusted|distrust|chain|digest|mismatch|tampered|invalid)')
    AND NOT (match("e".target_file_full_path, '(?-s)(?i)\\.sys$'))
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match(coalesce(nullif("e".target_file_signature_info_sigcheck_verification_message, ''), nullif("e".target_process_file_signature_info_sigcheck_verification_message, ''), ''), '(?i)revoked') THEN 80 ELSE 50 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".target_file_signature_info_sigcheck_verification_message, ''), nullif("e".target_process_file_signature_info_sigcheck_verification_message, ''), '')))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".target_file_signature_info_sigcheck_signers_name, ''), nullif("e".target_process_file_signature_info_sigcheck_signers_name, ''), '')))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".target_file_full_path, ''), nullif("e".target_process_file_full_path, ''), '')))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".target_file_sha256, ''), nullif("e".target_process_file_sha256, ''), nullif("e".target_file_sha1, ''), '')))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "signature_states",
  w.o4 AS "signers",
  w.o5 AS "files",
  w.o6 AS "hashes",
  w.o7 AS "loading_processes",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_known_tool_by_hash: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_tool_hashes: what is in it now is part of the query, entries: 0
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND "e".target_process_file_sha256 <> ''
    AND FALSE
    AND NOT (match("e".target_process_file_full_path, '(?-s)(?i)(^|\\\\)(signtool|certutil|makecert|certmgr|pvk2pfx|certreq|cert2spc|azuresigntool|osslsigncode)\\.exe$'))
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    75 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_sha256))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)\\b(root|authroot|trustedpublisher|trustedpeople|ca|my|ntauth|disallowed)\\b', 1)))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "command_lines",
  w.o4 AS "tools",
  w.o5 AS "tool_hashes",
  w.o6 AS "parents",
  w.o7 AS "users",
  w.o8 AS "certificate_files",
  w.o9 AS "stores",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_adhoc_signing: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS principal_process_file_signature_info_codesign_team_id
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND (match("e".target_process_file_full_path, '(?i)/codesign$') OR match("e".target_process_command_line, '(?i)\\bcodesign\\s'))
    AND match("e".target_process_command_line, '\\s(-[a-zA-Z]*s|--sign)[\\s=]*["\']?-["\']?(\\s|$)')
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(/tmp/|/Downloads/|/Users/Shared/|/var/folders/)') THEN 60 ELSE 45 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '["\']?([^\\s"\']+)["\']?\\s*$', 1)))))), 1, 1000) AS o2,
    s.k1 AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "signed_files",
  w.o3 AS "risk_entity_to_score",
  w.o4 AS "command_lines",
  w.o5 AS "programs",
  w.o6 AS "parents",
  w.o7 AS "parent_team_ids",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_code_rejected: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- differs: $e.metadata.product_event_type: the elements that one event gives to an array may change places
-- differs: $e.metadata.description: the elements that one event gives to an array may change places
-- differs: strings.coalesce($e.target.file.full_path, $e.target.process.file.full_path): the elements that one event gives to an array may change places
-- differs: $e.target.file.signature_info.sigcheck.verification_message: the elements that one event gives to an array may change places
-- differs: $e.principal.application: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'metadata', 'log_type') AS metadata_log_type,
      if(JSONHas(u2), JSONExtractString(u2), 'UNKNOWN_ACTION') AS security_result_action,
      JSONExtractString(j, 'metadata', 'product_event_type') AS metadata_product_event_type,
      JSONExtractString(j, 'metadata', 'description') AS metadata_description,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'principal', 'application') AS principal_application
    FROM (SELECT n, j, u1, arrayJoin(if(empty(JSONExtractArrayRaw(u1, 'action')), [''], JSONExtractArrayRaw(u1, 'action'))) AS u2 FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'security_result')), [''], JSONExtractArrayRaw(j, 'security_result'))) AS u1 FROM events) AS r1) AS r2
  ) AS "e"
  WHERE "e".metadata_log_type = 'MACOS'
    AND "e".security_result_action = 'BLOCK'
    AND match("e".metadata_product_event_type, '^(assessment denied|signature not valid|process rejected|malware found)$')
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN "e".metadata_product_event_type = 'malware found' THEN 80 ELSE 45 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".metadata_product_event_type))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".metadata_description))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".target_file_full_path, ''), nullif("e".target_process_file_full_path, ''), '')))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_application))))), 1, 1000) AS o7,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "findings",
  w.o4 AS "messages",
  w.o5 AS "files",
  w.o6 AS "signature_states",
  w.o7 AS "reporting_processes",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_code_signing_log: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'metadata', 'log_type') AS metadata_log_type,
      JSONExtractString(j, 'principal', 'application') AS principal_application,
      JSONExtractString(j, 'metadata', 'description') AS metadata_description,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'STATUS_UPDATE'
    AND ("e".metadata_log_type = 'MACOS' OR "e".metadata_log_type = 'NIX_SYSTEM')
    AND ("e".principal_application = 'codesign' OR (match("e".principal_application, '(?-s)^(com\\.apple\\.)?secur(ityd|ityd_service)$') AND match("e".metadata_description, '(?i)code ?sign')))
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    20 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".metadata_description))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o5,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "messages",
  w.o4 AS "processes",
  w.o5 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_forced_signing: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS principal_process_file_signature_info_codesign_team_id
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND (match("e".target_process_file_full_path, '(?i)/codesign$') OR match("e".target_process_command_line, '(?i)\\bcodesign\\s'))
    AND match("e".target_process_command_line, '\\s(-[a-zA-Z]*f[a-zA-Z]*|--force)\\s')
    AND match("e".target_process_command_line, '\\s--deep(\\s|$)')
    AND match("e".target_process_command_line, '\\s(-[a-zA-Z]*s|--sign)[\\s=]*["\']?[^\\s]')
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '/Applications/') THEN 60 ELSE 50 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '\\s(?:-[a-zA-Z]*s|--sign)[\\s=]+["\']?([^"\'\\s]+)', 1)))))), 1, 1000) AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '["\']?([^\\s"\']+)["\']?\\s*$', 1)))))), 1, 1000) AS o3,
    s.k1 AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "signers",
  w.o3 AS "signed_files",
  w.o4 AS "risk_entity_to_score",
  w.o5 AS "command_lines",
  w.o6 AS "programs",
  w.o7 AS "parents",
  w.o8 AS "parent_team_ids",
  w.o9 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_gatekeeper_changed: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS principal_process_file_signature_info_codesign_team_id
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND (((match("e".target_process_file_full_path, '(?i)/spctl$') OR match("e".target_process_command_line, '(?i)\\bspctl\\s')) AND match("e".target_process_command_line, '\\s(--(master|global)-disable|--add|--disable|--remove|--reset-default|kext-consent\\s+(disable|add))\\b')) OR match("e".target_process_command_line, '(?-s)(?i)\\bdefaults\\s.*(LSQuarantine|GKAutoRearm|com\\.apple\\.systempolicy)'))
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '--(master|global)-disable') THEN 80 ELSE 65 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "command_lines",
  w.o4 AS "programs",
  w.o5 AS "parents",
  w.o6 AS "parent_team_ids",
  w.o7 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_gatekeeper_override: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developer_id_allow_list: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'metadata', 'product_event_type') AS metadata_product_event_type,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'codesign', 'team_id') AS target_file_signature_info_codesign_team_id,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'target', 'file', 'sha256') AS target_file_sha256,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'codesign', 'id') AS target_file_signature_info_codesign_id,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE "e".metadata_product_event_type = 'gatekeeper_user_override'
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN "e".target_file_signature_info_codesign_team_id = '' THEN 65 ELSE 50 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_sha256))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_codesign_id))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_codesign_team_id))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "files",
  w.o4 AS "hashes",
  w.o5 AS "signing_ids",
  w.o6 AS "team_ids",
  w.o7 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_rejected_then_run: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developer_id_allow_list: what is in it now is part of the query, entries: 0
-- note: %t1553_002_parameters: its 2 rows as they stand are part of the query
-- differs: $run.metadata.event_timestamp.seconds - $refused.metadata.event_timestamp.seconds: is compared as a float: whole numbers beyond 2^53 are rounded
-- differs: $refused.metadata.description: the elements that one event gives to an array may change places
-- differs: $run.target.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $run.target.process.command_line: the elements that one event gives to an array may change places
-- differs: $run.target.process.file.signature_info.sigcheck.verification_message: the elements that one event gives to an array may change places
-- differs: $run.target.process.file.signature_info.codesign.team_id: the elements that one event gives to an array may change places
-- differs: $run.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $run.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"refused" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'metadata', 'log_type') AS metadata_log_type,
      if(JSONHas(u2), JSONExtractString(u2), 'UNKNOWN_ACTION') AS security_result_action,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'metadata', 'description') AS metadata_description
    FROM (SELECT n, j, u1, arrayJoin(if(empty(JSONExtractArrayRaw(u1, 'action')), [''], JSONExtractArrayRaw(u1, 'action'))) AS u2 FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'security_result')), [''], JSONExtractArrayRaw(j, 'security_result'))) AS u1 FROM events) AS r1) AS r2
  ) AS "refused"
  WHERE "refused".metadata_log_type = 'MACOS'
    AND "refused".security_result_action = 'BLOCK'
    AND ("refused".metadata_event_type = 'SCAN_FILE' OR "refused".metadata_event_type = 'PROCESS_UNCATEGORIZED')
    AND coalesce(nullif(regexpExtract("refused".target_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("refused".target_file_full_path, ''), '') <> ''
),
"run" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS target_process_file_signature_info_codesign_team_id,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_process_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "run"
  WHERE "run".metadata_event_type = 'PROCESS_LAUNCH'
    AND match("run".target_process_file_full_path, '^/(Users|private|tmp|var|Volumes|Applications|opt|usr/local|Library)/')
    AND NOT (FALSE)
),
"t1553_002_parameters" AS (
  SELECT * FROM (
    SELECT 1 AS n, 'time_window_seconds' AS name, 3600 AS number
    UNION ALL SELECT 2 AS n, 'certificate_age_days' AS name, 14 AS number
  ) AS "t1553_002_parameters"
),
starts AS (
  SELECT DISTINCT "refused".principal_hostname AS k1, coalesce(nullif(regexpExtract("refused".target_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("refused".target_file_full_path, ''), '') AS k2, "refused".time AS start
  FROM "refused"
  INNER JOIN "run" ON "run".principal_hostname = "refused".principal_hostname AND coalesce(nullif(regexpExtract("refused".target_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("refused".target_file_full_path, ''), '') = coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("run".target_process_file_full_path, ''), '') AND "refused".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "refused".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("refused".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE greatest("refused".time, "run".time) - least("refused".time, "run".time) < 3600000000000
  UNION DISTINCT
  SELECT DISTINCT "refused".principal_hostname AS k1, coalesce(nullif(regexpExtract("refused".target_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("refused".target_file_full_path, ''), '') AS k2, "run".time AS start
  FROM "refused"
  INNER JOIN "run" ON "run".principal_hostname = "refused".principal_hostname AND coalesce(nullif(regexpExtract("refused".target_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("refused".target_file_full_path, ''), '') = coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("run".target_process_file_full_path, ''), '') AND "refused".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "refused".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("refused".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE greatest("refused".time, "run".time) - least("refused".time, "run".time) < 3600000000000
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.k2 AS k2,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    80 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("refused".time, "refused".id, "refused".metadata_description))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_command_line))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".principal_process_file_full_path))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".principal_user_userid))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("refused".id)) AS e1,
    arraySort(groupUniqArray("run".id)) AS e2
  FROM starts AS s
  INNER JOIN "refused" ON coalesce(nullif(regexpExtract("refused".target_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("refused".target_file_full_path, ''), '') = s.k2 AND "refused".principal_hostname = s.k1 AND "refused".time >= s.start AND "refused".time < s.start + 3600000000000
  INNER JOIN "run" ON coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("run".target_process_file_full_path, ''), '') = s.k2 AND "run".principal_hostname = s.k1 AND "run".principal_hostname = "refused".principal_hostname AND coalesce(nullif(regexpExtract("refused".target_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("refused".target_file_full_path, ''), '') = coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)^(/.+?\\.app)(?:/|$)', 1), ''), nullif("run".target_process_file_full_path, ''), '') AND "refused".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "refused".n AND "run".time >= s.start AND "run".time < s.start + 3600000000000
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("refused".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  GROUP BY s.k1, s.k2, s.start
),
picked AS (
  SELECT k1, k2, arrayJoin(starts) AS start
  FROM (SELECT k1, k2, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1, k2) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.k2 AS "path",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "messages",
  w.o4 AS "programs",
  w.o5 AS "command_lines",
  w.o6 AS "signature_states",
  w.o7 AS "team_ids",
  w.o8 AS "parents",
  w.o9 AS "users",
  w.e1 AS "refused_events",
  w.e2 AS "run_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1 AND p.k2 = w.k2
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_signature_removed: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS principal_process_file_signature_info_codesign_team_id
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND (match("e".target_process_file_full_path, '(?i)/codesign$') OR match("e".target_process_command_line, '(?i)\\bcodesign\\s'))
    AND match("e".target_process_command_line, '\\s--remove-signature')
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(/Applications/|/System/|/Library/)') THEN 65 ELSE 50 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '["\']?([^\\s"\']+)["\']?\\s*$', 1)))))), 1, 1000) AS o2,
    s.k1 AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "files",
  w.o3 AS "risk_entity_to_score",
  w.o4 AS "command_lines",
  w.o5 AS "programs",
  w.o6 AS "parents",
  w.o7 AS "parent_team_ids",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_signed_then_run: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_parameters: its 2 rows as they stand are part of the query
-- differs: $run.metadata.event_timestamp.seconds - $signed.metadata.event_timestamp.seconds: is compared as a float: whole numbers beyond 2^53 are rounded
-- differs: $signed.target.process.command_line: the elements that one event gives to an array may change places
-- differs: $signed.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $run.target.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $run.target.process.file.signature_info.sigcheck.verification_message: the elements that one event gives to an array may change places
-- differs: $run.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $run.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"signed" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key
    FROM events
  ) AS "signed"
  WHERE "signed".metadata_event_type = 'PROCESS_LAUNCH'
    AND (match("signed".target_process_file_full_path, '(?i)/codesign$') OR match("signed".target_process_command_line, '(?i)\\bcodesign\\s'))
    AND match("signed".target_process_command_line, '\\s(-[a-zA-Z]*s|--sign)[\\s=]*["\']?-["\']?(\\s|$)')
    AND coalesce(nullif(regexpExtract("signed".target_process_command_line, '/([^/"\']+)/?["\']?\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '([^/\\s"\']+)/?["\']?\\s*$', 1), ''), '') <> ''
    AND NOT (FALSE)
    AND NOT (FALSE)
),
"run" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_process_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "run"
  WHERE "run".metadata_event_type = 'PROCESS_LAUNCH'
    AND match("run".target_process_file_full_path, '^/(Users|private|tmp|var|Volumes|Applications|opt|usr/local|Library)/')
),
"t1553_002_parameters" AS (
  SELECT * FROM (
    SELECT 1 AS n, 'time_window_seconds' AS name, 3600 AS number
    UNION ALL SELECT 2 AS n, 'certificate_age_days' AS name, 14 AS number
  ) AS "t1553_002_parameters"
),
starts AS (
  SELECT DISTINCT "signed".principal_hostname AS k1, coalesce(nullif(regexpExtract("signed".target_process_command_line, '/([^/"\']+)/?["\']?\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '([^/\\s"\']+)/?["\']?\\s*$', 1), ''), '') AS k2, "signed".time AS start
  FROM "signed"
  INNER JOIN "run" ON "run".principal_hostname = "signed".principal_hostname AND coalesce(nullif(regexpExtract("signed".target_process_command_line, '/([^/"\']+)/?["\']?\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '([^/\\s"\']+)/?["\']?\\s*$', 1), ''), '') = coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)/([^/]+\\.app)/', 1), ''), nullif(regexpExtract("run".target_process_file_full_path, '([^/]+)$', 1), ''), '') AND "signed".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "signed".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("signed".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE greatest("signed".time, "run".time) - least("signed".time, "run".time) < 3600000000000
  UNION DISTINCT
  SELECT DISTINCT "signed".principal_hostname AS k1, coalesce(nullif(regexpExtract("signed".target_process_command_line, '/([^/"\']+)/?["\']?\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '([^/\\s"\']+)/?["\']?\\s*$', 1), ''), '') AS k2, "run".time AS start
  FROM "signed"
  INNER JOIN "run" ON "run".principal_hostname = "signed".principal_hostname AND coalesce(nullif(regexpExtract("signed".target_process_command_line, '/([^/"\']+)/?["\']?\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '([^/\\s"\']+)/?["\']?\\s*$', 1), ''), '') = coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)/([^/]+\\.app)/', 1), ''), nullif(regexpExtract("run".target_process_file_full_path, '([^/]+)$', 1), ''), '') AND "signed".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "signed".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("signed".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE greatest("signed".time, "run".time) - least("signed".time, "run".time) < 3600000000000
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.k2 AS k2,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    80 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, "signed".target_process_command_line))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, "signed".principal_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("signed".id)) AS e1,
    arraySort(groupUniqArray("run".id)) AS e2
  FROM starts AS s
  INNER JOIN "signed" ON coalesce(nullif(regexpExtract("signed".target_process_command_line, '/([^/"\']+)/?["\']?\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '([^/\\s"\']+)/?["\']?\\s*$', 1), ''), '') = s.k2 AND "signed".principal_hostname = s.k1 AND "signed".time >= s.start AND "signed".time < s.start + 3600000000000
  INNER JOIN "run" ON coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)/([^/]+\\.app)/', 1), ''), nullif(regexpExtract("run".target_process_file_full_path, '([^/]+)$', 1), ''), '') = s.k2 AND "run".principal_hostname = s.k1 AND "run".principal_hostname = "signed".principal_hostname AND coalesce(nullif(regexpExtract("signed".target_process_command_line, '/([^/"\']+)/?["\']?\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '([^/\\s"\']+)/?["\']?\\s*$', 1), ''), '') = coalesce(nullif(regexpExtract("run".target_process_file_full_path, '(?-s)/([^/]+\\.app)/', 1), ''), nullif(regexpExtract("run".target_process_file_full_path, '([^/]+)$', 1), ''), '') AND "signed".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "signed".n AND "run".time >= s.start AND "run".time < s.start + 3600000000000
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("signed".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  GROUP BY s.k1, s.k2, s.start
),
picked AS (
  SELECT k1, k2, arrayJoin(starts) AS start
  FROM (SELECT k1, k2, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1, k2) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.k2 AS "file",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "signing_commands",
  w.o4 AS "signing_parents",
  w.o5 AS "programs",
  w.o6 AS "signature_states",
  w.o7 AS "run_parents",
  w.o8 AS "users",
  w.e1 AS "signed_events",
  w.e2 AS "run_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1 AND p.k2 = w.k2
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_trusted_certificate: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'principal', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS principal_process_file_signature_info_codesign_team_id
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND (match("e".target_process_file_full_path, '(?i)/security$') OR match("e".target_process_command_line, '(?i)\\bsecurity\\s'))
    AND match("e".target_process_command_line, '(?-s)\\s(add-trusted-cert|trust-settings-import|authorizationdb\\s+write\\s+com\\.apple\\.trust-settings|import\\s.*\\.(p12|pfx))\\b')
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(add-trusted-cert|trust-settings)') THEN 70 ELSE 45 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst|pem))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst|pem))\\b', 1), ''), '')))))), 1, 1000) AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '-k\\s+["\']?([^\\s"\']+)', 1)))))), 1, 1000) AS o3,
    s.k1 AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "certificate_files",
  w.o3 AS "keychains",
  w.o4 AS "risk_entity_to_score",
  w.o5 AS "command_lines",
  w.o6 AS "programs",
  w.o7 AS "parents",
  w.o8 AS "parent_team_ids",
  w.o9 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_unlisted_developer: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developer_id_allow_list: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS target_process_file_signature_info_codesign_team_id,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_process_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'codesign', 'id') AS target_process_file_signature_info_codesign_id,
      if(JSONType(j, 'additional', 'TargetProcessCodeDirectoryHash') = 'String', JSONExtractString(j, 'additional', 'TargetProcessCodeDirectoryHash'), '') AS additional_fields_TargetProcessCodeDirectoryHash,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND "e".target_process_file_signature_info_codesign_team_id <> ''
    AND match("e".target_process_file_full_path, '^(/private)?/(tmp|var/tmp|var/folders)/|^/Users/|^/Volumes/')
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    25 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_signature_info_codesign_id))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".additional_fields_TargetProcessCodeDirectoryHash))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o9,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o10,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 3600000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "programs",
  w.o4 AS "command_lines",
  w.o5 AS "signature_states",
  w.o6 AS "signing_ids",
  w.o7 AS "team_ids",
  w.o8 AS "code_directory_hashes",
  w.o9 AS "parents",
  w.o10 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_macos_untrusted_code: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_process_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'codesign', 'id') AS target_process_file_signature_info_codesign_id,
      JSONExtractString(j, 'target', 'process', 'file', 'signature_info', 'codesign', 'team_id') AS target_process_file_signature_info_codesign_team_id,
      if(JSONType(j, 'additional', 'TargetProcessCodeDirectoryHash') = 'String', JSONExtractString(j, 'additional', 'TargetProcessCodeDirectoryHash'), '') AS additional_fields_TargetProcessCodeDirectoryHash,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND match("e".target_process_file_signature_info_sigcheck_verification_message, '^(ad-hoc|unsigned|invalid)$')
    AND match("e".target_process_file_full_path, '^(/private)?/(tmp|var/tmp|var/folders)/|^/Users/|^/Volumes/')
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_file_full_path, '(/tmp/|/Downloads/|/Users/Shared/|/Volumes/|/var/folders/)') THEN 60 ELSE 40 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_signature_info_codesign_id))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_signature_info_codesign_team_id))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".additional_fields_TargetProcessCodeDirectoryHash))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o9,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o10,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "programs",
  w.o4 AS "command_lines",
  w.o5 AS "signature_states",
  w.o6 AS "signing_ids",
  w.o7 AS "team_ids",
  w.o8 AS "code_directory_hashes",
  w.o9 AS "parents",
  w.o10 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_made_and_signed: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_parameters: its 2 rows as they stand are part of the query
-- differs: $signed.metadata.event_timestamp.seconds - $made.metadata.event_timestamp.seconds: is compared as a float: whole numbers beyond 2^53 are rounded
-- differs: strings.coalesce($made.target.file.full_path, re.capture($signed.target.process.command_line, "(?i)([^\\s\"']+\\.(?:pfx|p12|pvk|cer))\\b")): the elements that one event gives to an array may change places
-- differs: strings.coalesce($made.target.process.command_line, $made.principal.process.file.full_path): the elements that one event gives to an array may change places
-- differs: $signed.target.process.command_line: the elements that one event gives to an array may change places
-- differs: $signed.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: strings.coalesce($signed.principal.user.userid, $signed.principal.user.windows_sid): the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"made" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path
    FROM events
  ) AS "made"
  WHERE ((("made".metadata_event_type = 'PROCESS_LAUNCH' OR "made".metadata_event_type = 'PROCESS_UNCATEGORIZED') AND match("made".target_process_command_line, '(?-s)(?i)(New-SelfSignedCertificate|Export-PfxCertificate|\\.CreateSelfSigned\\(|\\bmakecert(\\.exe)?\\b|\\bpvk2pfx(\\.exe)?\\b|\\bpkcs12\\b.*\\s-export\\b)')) OR ("made".metadata_event_type = 'FILE_CREATION' AND match("made".target_file_full_path, '(?-s)(?i)\\.(pfx|p12|pvk)$')))
),
"signed" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'user', 'windows_sid') AS principal_user_windows_sid
    FROM events
  ) AS "signed"
  WHERE ("signed".metadata_event_type = 'PROCESS_LAUNCH' OR "signed".metadata_event_type = 'PROCESS_UNCATEGORIZED')
    AND match("signed".target_process_command_line, '(?-s)(?i)(\\bsigntool(\\.exe)?["\']?\\s+[-/]?sign\\s|\\b(azuresigntool|osslsigncode)(\\.exe)?["\']?\\s+sign\\s|\\bjsign\\b|Set-AuthenticodeSignature\\b)')
    AND NOT (FALSE)
    AND NOT (FALSE)
),
"t1553_002_parameters" AS (
  SELECT * FROM (
    SELECT 1 AS n, 'time_window_seconds' AS name, 3600 AS number
    UNION ALL SELECT 2 AS n, 'certificate_age_days' AS name, 14 AS number
  ) AS "t1553_002_parameters"
),
starts AS (
  SELECT DISTINCT "made".principal_hostname AS k1, "made".time AS start
  FROM "made"
  INNER JOIN "signed" ON "signed".principal_hostname = "made".principal_hostname AND "made".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "made".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "signed".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("signed".metadata_event_timestamp_seconds) - toInt128("made".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "made".principal_hostname <> '' AND greatest("made".time, "signed".time) - least("made".time, "signed".time) < 3600000000000
  UNION DISTINCT
  SELECT DISTINCT "made".principal_hostname AS k1, "signed".time AS start
  FROM "made"
  INNER JOIN "signed" ON "signed".principal_hostname = "made".principal_hostname AND "made".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "made".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "signed".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("signed".metadata_event_timestamp_seconds) - toInt128("made".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "made".principal_hostname <> '' AND greatest("made".time, "signed".time) - least("made".time, "signed".time) < 3600000000000
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    75 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("made".time, "made".id, coalesce(nullif("made".target_file_full_path, ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\s"\']+\\.(?:pfx|p12|pvk|cer))\\b', 1), ''), '')))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("made".time, "made".id, coalesce(nullif("made".target_process_command_line, ''), nullif("made".principal_process_file_full_path, ''), '')))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, "signed".target_process_command_line))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, "signed".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, coalesce(nullif("signed".principal_user_userid, ''), nullif("signed".principal_user_windows_sid, ''), '')))))), 1, 1000) AS o7,
    arraySort(groupUniqArray("made".id)) AS e1,
    arraySort(groupUniqArray("signed".id)) AS e2
  FROM starts AS s
  INNER JOIN "made" ON "made".principal_hostname = s.k1 AND "made".time >= s.start AND "made".time < s.start + 3600000000000
  INNER JOIN "signed" ON "signed".principal_hostname = s.k1 AND "signed".principal_hostname = "made".principal_hostname AND "made".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "made".n AND "signed".time >= s.start AND "signed".time < s.start + 3600000000000
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "signed".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("signed".metadata_event_timestamp_seconds) - toInt128("made".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "certificate_files",
  w.o4 AS "made_by",
  w.o5 AS "signing_commands",
  w.o6 AS "parents",
  w.o7 AS "users",
  w.e1 AS "made_events",
  w.e2 AS "signed_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_made_signed_run: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_parameters: its 2 rows as they stand are part of the query
-- differs: $run.metadata.event_timestamp.seconds - $made.metadata.event_timestamp.seconds: is compared as a float: whole numbers beyond 2^53 are rounded
-- differs: strings.coalesce($made.target.file.full_path, re.capture($signed.target.process.command_line, "(?i)([^\\s\"']+\\.(?:pfx|p12|pvk|cer))\\b")): the elements that one event gives to an array may change places
-- differs: strings.coalesce($made.target.process.command_line, $made.principal.process.file.full_path): the elements that one event gives to an array may change places
-- differs: $signed.target.process.command_line: the elements that one event gives to an array may change places
-- differs: re.capture($signed.target.process.command_line, "(?i)[-/](?:n|sha1)\\s+\"?([^\"/]+[^\"/\\s])"): the elements that one event gives to an array may change places
-- differs: $run.target.process.command_line: the elements that one event gives to an array may change places
-- differs: $run.target.process.file.sha256: the elements that one event gives to an array may change places
-- differs: $run.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $run.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"made" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path
    FROM events
  ) AS "made"
  WHERE ((("made".metadata_event_type = 'PROCESS_LAUNCH' OR "made".metadata_event_type = 'PROCESS_UNCATEGORIZED') AND match("made".target_process_command_line, '(?-s)(?i)(New-SelfSignedCertificate|Export-PfxCertificate|\\.CreateSelfSigned\\(|\\bmakecert(\\.exe)?\\b|\\bpvk2pfx(\\.exe)?\\b|\\bpkcs12\\b.*\\s-export\\b)')) OR ("made".metadata_event_type = 'FILE_CREATION' AND match("made".target_file_full_path, '(?-s)(?i)\\.(pfx|p12|pvk)$')))
),
"signed" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key
    FROM events
  ) AS "signed"
  WHERE ("signed".metadata_event_type = 'PROCESS_LAUNCH' OR "signed".metadata_event_type = 'PROCESS_UNCATEGORIZED')
    AND match("signed".target_process_command_line, '(?-s)(?i)(\\bsigntool(\\.exe)?["\']?\\s+[-/]?sign\\s|\\b(azuresigntool|osslsigncode)(\\.exe)?["\']?\\s+sign\\s|\\bjsign\\b|Set-AuthenticodeSignature\\b)')
    AND lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) <> ''
    AND NOT (FALSE)
    AND NOT (FALSE)
),
"run" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "run"
  WHERE "run".metadata_event_type = 'PROCESS_LAUNCH'
    AND (NOT (match("run".target_process_file_full_path, '(?i)^[a-z]:\\\\(Windows|Program Files( \\(x86\\))?)\\\\')) OR match("run".target_process_command_line, '(?-s)(?i)\\.(dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta)\\b'))
),
"t1553_002_parameters" AS (
  SELECT * FROM (
    SELECT 1 AS n, 'time_window_seconds' AS name, 3600 AS number
    UNION ALL SELECT 2 AS n, 'certificate_age_days' AS name, 14 AS number
  ) AS "t1553_002_parameters"
),
starts AS (
  SELECT DISTINCT "made".principal_hostname AS k1, lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) AS k2, "made".time AS start
  FROM "made"
  INNER JOIN "signed" ON "signed".principal_hostname = "made".principal_hostname AND "made".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "made".n
  INNER JOIN "run" ON "run".principal_hostname = "made".principal_hostname AND lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) = lowerUTF8(CASE WHEN match("run".target_process_file_full_path, '(?-s)(?i)\\\\(powershell|pwsh|powershell_ise|wscript|cscript|mshta|msiexec|rundll32|regsvr32|control)\\.exe$') THEN coalesce(nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)["\'](?:[^"\']*[\\\\/])?([^"\'\\\\/]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))["\']', 1), ''), nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)\\s(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/,]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))', 1), ''), '') ELSE regexpExtract("run".target_process_file_full_path, '([^\\\\/]+)$', 1) END) AND "signed".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "made".n AND "run".n <> "signed".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("made".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "made".principal_hostname <> '' AND greatest("made".time, "signed".time, "run".time) - least("made".time, "signed".time, "run".time) < 3600000000000
  UNION DISTINCT
  SELECT DISTINCT "made".principal_hostname AS k1, lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) AS k2, "signed".time AS start
  FROM "made"
  INNER JOIN "signed" ON "signed".principal_hostname = "made".principal_hostname AND "made".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "made".n
  INNER JOIN "run" ON "run".principal_hostname = "made".principal_hostname AND lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) = lowerUTF8(CASE WHEN match("run".target_process_file_full_path, '(?-s)(?i)\\\\(powershell|pwsh|powershell_ise|wscript|cscript|mshta|msiexec|rundll32|regsvr32|control)\\.exe$') THEN coalesce(nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)["\'](?:[^"\']*[\\\\/])?([^"\'\\\\/]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))["\']', 1), ''), nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)\\s(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/,]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))', 1), ''), '') ELSE regexpExtract("run".target_process_file_full_path, '([^\\\\/]+)$', 1) END) AND "signed".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "made".n AND "run".n <> "signed".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("made".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "made".principal_hostname <> '' AND greatest("made".time, "signed".time, "run".time) - least("made".time, "signed".time, "run".time) < 3600000000000
  UNION DISTINCT
  SELECT DISTINCT "made".principal_hostname AS k1, lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) AS k2, "run".time AS start
  FROM "made"
  INNER JOIN "signed" ON "signed".principal_hostname = "made".principal_hostname AND "made".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "made".n
  INNER JOIN "run" ON "run".principal_hostname = "made".principal_hostname AND lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) = lowerUTF8(CASE WHEN match("run".target_process_file_full_path, '(?-s)(?i)\\\\(powershell|pwsh|powershell_ise|wscript|cscript|mshta|msiexec|rundll32|regsvr32|control)\\.exe$') THEN coalesce(nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)["\'](?:[^"\']*[\\\\/])?([^"\'\\\\/]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))["\']', 1), ''), nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)\\s(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/,]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))', 1), ''), '') ELSE regexpExtract("run".target_process_file_full_path, '([^\\\\/]+)$', 1) END) AND "signed".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "made".n AND "run".n <> "signed".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("made".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "made".principal_hostname <> '' AND greatest("made".time, "signed".time, "run".time) - least("made".time, "signed".time, "run".time) < 3600000000000
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.k2 AS k2,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    95 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("made".time, "made".id, coalesce(nullif("made".target_file_full_path, ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\s"\']+\\.(?:pfx|p12|pvk|cer))\\b', 1), ''), '')))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("made".time, "made".id, coalesce(nullif("made".target_process_command_line, ''), nullif("made".principal_process_file_full_path, ''), '')))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, "signed".target_process_command_line))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("signed".time, "signed".id, regexpExtract("signed".target_process_command_line, '(?i)[-/](?:n|sha1)\\s+"?([^"/]+[^"/\\s])', 1)))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_command_line))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_sha256))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".principal_process_file_full_path))))), 1, 1000) AS o9,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".principal_user_userid))))), 1, 1000) AS o10,
    arraySort(groupUniqArray("made".id)) AS e1,
    arraySort(groupUniqArray("signed".id)) AS e2,
    arraySort(groupUniqArray("run".id)) AS e3
  FROM starts AS s
  INNER JOIN "made" ON "made".principal_hostname = s.k1 AND "made".time >= s.start AND "made".time < s.start + 3600000000000
  INNER JOIN "signed" ON lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) = s.k2 AND "signed".principal_hostname = s.k1 AND "signed".principal_hostname = "made".principal_hostname AND "made".metadata_event_timestamp_seconds <= "signed".metadata_event_timestamp_seconds AND "signed".n <> "made".n AND "signed".time >= s.start AND "signed".time < s.start + 3600000000000
  INNER JOIN "run" ON lowerUTF8(CASE WHEN match("run".target_process_file_full_path, '(?-s)(?i)\\\\(powershell|pwsh|powershell_ise|wscript|cscript|mshta|msiexec|rundll32|regsvr32|control)\\.exe$') THEN coalesce(nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)["\'](?:[^"\']*[\\\\/])?([^"\'\\\\/]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))["\']', 1), ''), nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)\\s(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/,]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))', 1), ''), '') ELSE regexpExtract("run".target_process_file_full_path, '([^\\\\/]+)$', 1) END) = s.k2 AND "run".principal_hostname = s.k1 AND "run".principal_hostname = "made".principal_hostname AND lowerUTF8(coalesce(nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+["\'](?:[^"\'\\r\\n]*[\\\\/])?([^"\'\\\\/\\r\\n]+\\.\\w{2,5})["\']', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\b[^|;\\r\\n]*?\\s-(?:F|LiteralPath)\\w*\\s+(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/]+\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)Set-AuthenticodeSignature\\s+["\']?(?:[^-"\'\\s][^"\'\\s]*[\\\\/])?([^-"\'\\s\\\\/][^"\'\\s\\\\/]*\\.\\w{2,5})', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)["\'\\\\/]([^\\\\/"\']+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))["\']\\s*$', 1), ''), nullif(regexpExtract("signed".target_process_command_line, '(?-s)(?i)([^\\\\/"\'\\s]+\\.(?:exe|dll|sys|msi|msix|appx|ps1|psm1|js|vbs|cab|ocx|scr|com|cpl))\\s*$', 1), ''), '')) = lowerUTF8(CASE WHEN match("run".target_process_file_full_path, '(?-s)(?i)\\\\(powershell|pwsh|powershell_ise|wscript|cscript|mshta|msiexec|rundll32|regsvr32|control)\\.exe$') THEN coalesce(nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)["\'](?:[^"\']*[\\\\/])?([^"\'\\\\/]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))["\']', 1), ''), nullif(regexpExtract("run".target_process_command_line, '(?-s)(?i)\\s(?:[^"\'\\s]*[\\\\/])?([^"\'\\s\\\\/,]+\\.(?:dll|msi|ps1|psm1|js|vbs|ocx|cpl|hta))', 1), ''), '') ELSE regexpExtract("run".target_process_file_full_path, '([^\\\\/]+)$', 1) END) AND "signed".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "made".n AND "run".n <> "signed".n AND "run".time >= s.start AND "run".time < s.start + 3600000000000
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("made".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  GROUP BY s.k1, s.k2, s.start
),
picked AS (
  SELECT k1, k2, arrayJoin(starts) AS start
  FROM (SELECT k1, k2, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1, k2) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.k2 AS "file",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "certificate_files",
  w.o4 AS "made_by",
  w.o5 AS "signing_commands",
  w.o6 AS "signers",
  w.o7 AS "run_commands",
  w.o8 AS "run_hashes",
  w.o9 AS "run_parents",
  w.o10 AS "users",
  w.e1 AS "made_events",
  w.e2 AS "signed_events",
  w.e3 AS "run_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1 AND p.k2 = w.k2
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_new_certificate: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: refused
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- refused: timestamp.as_unix_seconds: there is no translation of this function
-- note: %t1553_002_allowed_certificate_authorities: what is in it now is part of the query, entries: 0
-- note: %t1553_002_parameters: its 2 rows as they stand are part of the query

-- t1553_002_new_publisher: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- differs: suppression_window: not applied: the query also returns the detections that it would leave out
-- note: %t1553_002_allowed_certificate_authorities: what is in it now is part of the query, entries: 0
-- differs: $signer: the elements that one event gives to an array may change places
-- differs: $new.target.file.full_path: the elements that one event gives to an array may change places
-- differs: $new.target.file.sha256: the elements that one event gives to an array may change places
-- differs: $new.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $new.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"new" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      JSONExtractString(u1, 'name') AS target_file_signature_info_sigcheck_signers_name,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractBool(j, 'target', 'file', 'signature_info', 'sigcheck', 'verified') AS target_file_signature_info_sigcheck_verified,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'target', 'file', 'sha256') AS target_file_sha256,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u1 FROM events) AS r1
  ) AS "new"
  WHERE "new".metadata_event_type = 'PROCESS_MODULE_LOAD'
    AND "new".target_file_signature_info_sigcheck_verified = TRUE
    AND NOT (match("new".target_file_signature_info_sigcheck_verification_message, '(?i)(revoked|expired|untrusted|chain|mismatch)'))
    AND match("new".target_file_full_path, '(?-s)(?i)\\\\(Temp|Downloads|Desktop|AppData\\\\(Local|LocalLow|Roaming)|Users\\\\Public|ProgramData|\\$Recycle\\.Bin|PerfLogs)\\\\')
    AND NOT (FALSE)
),
"earlier" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractBool(j, 'target', 'file', 'signature_info', 'sigcheck', 'verified') AS target_file_signature_info_sigcheck_verified,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractString(u1, 'name') AS target_file_signature_info_sigcheck_signers_name,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds
    FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u1 FROM events) AS r1
  ) AS "earlier"
  WHERE coalesce("earlier".metadata_event_type, 'EVENTTYPE_UNSPECIFIED') = 'PROCESS_MODULE_LOAD'
    AND coalesce("earlier".target_file_signature_info_sigcheck_verified, FALSE) = TRUE
    AND NOT (match(coalesce("earlier".target_file_signature_info_sigcheck_verification_message, ''), '(?i)(revoked|expired|untrusted|chain|mismatch)'))
    AND match(coalesce("earlier".target_file_full_path, ''), '(?-s)(?i)\\\\(Temp|Downloads|Desktop|AppData\\\\(Local|LocalLow|Roaming)|Users\\\\Public|ProgramData|\\$Recycle\\.Bin|PerfLogs)\\\\')
),
windows AS (
  SELECT
    "new".target_file_signature_info_sigcheck_signers_name AS k1,
    "new".principal_hostname AS k2,
    "new".time - 172800000000000 AS window_start,
    "new".time AS window_end,
    30 AS o1,
    "new".principal_hostname AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("new".time, "new".id, "new".target_file_signature_info_sigcheck_signers_name))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("new".time, "new".id, "new".target_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("new".time, "new".id, "new".target_file_sha256))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("new".time, "new".id, "new".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("new".time, "new".id, "new".principal_user_userid))))), 1, 1000) AS o7,
    arraySort(groupUniqArray("new".id)) AS e1,
    arraySort(groupUniqArray("earlier".id)) AS e2
  FROM "new"
  LEFT JOIN "earlier" ON coalesce("earlier".target_file_signature_info_sigcheck_signers_name, '') = "new".target_file_signature_info_sigcheck_signers_name AND coalesce("earlier".metadata_event_timestamp_seconds, 0) < "new".metadata_event_timestamp_seconds AND "earlier".n <> "new".n AND "earlier".time >= "new".time - 172800000000000 AND "earlier".time <= "new".time
  WHERE "new".target_file_signature_info_sigcheck_signers_name <> '' AND "new".principal_hostname <> ''
  GROUP BY "new".target_file_signature_info_sigcheck_signers_name, "new".principal_hostname, "new".n, "new".time
  HAVING (count(DISTINCT "new".n) > 0 AND count(DISTINCT "earlier".n) = 0)
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "signer",
  w.k2 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "signers",
  w.o4 AS "files",
  w.o5 AS "hashes",
  w.o6 AS "loading_processes",
  w.o7 AS "users",
  w.e1 AS "new_events",
  w.e2 AS "earlier_events"
FROM windows AS w
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_policy_trust_store: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_own_certificates.thumbprint: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'registry', 'registry_value_name') AS target_registry_registry_value_name,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'command_line') AS principal_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE ("e".metadata_event_type = 'REGISTRY_MODIFICATION' OR ("e".metadata_event_type = 'REGISTRY_CREATION' AND lowerUTF8(replaceAll("e".target_registry_registry_value_name, 'ſ', 's')) = 'blob'))
    AND match("e".target_registry_registry_key, '(?i)\\\\(Policies\\\\Microsoft\\\\SystemCertificates|EnterpriseCertificates)\\\\(Root|AuthRoot|TrustedPublisher|TrustedPeople|NTAuth)\\\\Certificates\\\\[0-9a-f]{40}')
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".principal_process_file_full_path, '(?-s)(?i)\\\\Windows\\\\System32\\\\svchost\\.exe$') THEN 35 ELSE 70 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_registry_registry_key, '(?i)Certificates\\\\([^\\\\]+)\\\\Certificates', 1)))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_registry_registry_key, '(?i)\\\\Certificates\\\\([0-9a-f]{40})', 1))))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_registry_registry_key))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_command_line))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "stores",
  w.o4 AS "thumbprints",
  w.o5 AS "registry_keys",
  w.o6 AS "acting_processes",
  w.o7 AS "acting_command_lines",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_powershell_certificate_made: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'windows_sid') AS principal_user_windows_sid
    FROM events
  ) AS "e"
  WHERE ("e".metadata_event_type = 'PROCESS_UNCATEGORIZED' OR "e".metadata_event_type = 'PROCESS_LAUNCH')
    AND match("e".target_process_command_line, '(?-s)(?i)(New-SelfSignedCertificate(Ex)?\\b|\\.CreateSelfSigned\\(|X509Enrollment\\.CX509CertificateRequestCertificate)')
    AND NOT (match("e".target_file_full_path, '(?-s)(?i)^C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1\\.0\\\\Modules\\\\'))
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(?-s)(?i)(CodeSigning|1\\.3\\.6\\.1\\.5\\.5\\.7\\.3\\.3)') THEN 60 ELSE 35 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)-(?:Subject|DnsName)\\s+["\']?([^"\'\\r\\n]+?)["\']?(?:\\s+-|\\s*$|["\'])', 1)))))), 1, 1000) AS o2,
    s.k1 AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)(cert:\\\\[\\w\\\\]+)', 1)))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".principal_user_userid, ''), nullif("e".principal_user_windows_sid, ''), '')))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "subjects",
  w.o3 AS "risk_entity_to_score",
  w.o4 AS "script_text",
  w.o5 AS "script_files",
  w.o6 AS "certificate_files",
  w.o7 AS "stores",
  w.o8 AS "parents",
  w.o9 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_powershell_signing: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'user', 'windows_sid') AS principal_user_windows_sid
    FROM events
  ) AS "e"
  WHERE ("e".metadata_event_type = 'PROCESS_UNCATEGORIZED' OR "e".metadata_event_type = 'PROCESS_LAUNCH')
    AND match("e".target_process_command_line, '(?i)Set-AuthenticodeSignature\\b')
    AND NOT (match("e".target_file_full_path, '(?-s)(?i)^C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1\\.0\\\\Modules\\\\'))
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(?i)(\\\\Temp\\\\|env:TE?MP|\\\\Downloads\\\\|\\\\AppData\\\\|\\\\Users\\\\Public\\\\|\\\\ProgramData\\\\)') THEN 65 ELSE 50 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)-(?:FilePath|LiteralPath)\\s+["\']?([^"\'\\s]+)', 1)))))), 1, 1000) AS o2,
    s.k1 AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)(cert:\\\\[\\w\\\\]+)', 1)))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".principal_user_userid, ''), nullif("e".principal_user_windows_sid, ''), '')))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "signed_files",
  w.o3 AS "risk_entity_to_score",
  w.o4 AS "script_text",
  w.o5 AS "script_files",
  w.o6 AS "certificate_files",
  w.o7 AS "stores",
  w.o8 AS "parents",
  w.o9 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_powershell_trust: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'principal', 'user', 'windows_sid') AS principal_user_windows_sid
    FROM events
  ) AS "e"
  WHERE ("e".metadata_event_type = 'PROCESS_UNCATEGORIZED' OR "e".metadata_event_type = 'PROCESS_LAUNCH')
    AND ((match("e".target_process_command_line, '(?i)(Import-(Pfx)?Certificate|(Move|Copy)-Item|\\b(mv|mi|cp|cpi|move|copy)\\b)') AND match("e".target_process_command_line, '(?i)Cert:\\\\?\\\\(LocalMachine|CurrentUser)\\\\(Root|AuthRoot|TrustedPublisher|TrustedPeople|CA)\\b')) OR (match("e".target_process_command_line, '(?-s)(?i)X509Certificates\\.X509Store') AND match("e".target_process_command_line, '(?-s)(?i)\\.Add(Range)?\\(') AND match("e".target_process_command_line, '(?i)\\b(Root|AuthRoot|TrustedPublisher|TrustedPeople)\\b')) OR (match("e".target_process_command_line, '(?i)SystemCertificates\\\\+(Root|AuthRoot|TrustedPublisher|TrustedPeople|CA)\\\\+Certificates') AND match("e".target_process_command_line, '(?-s)(?i)(StdRegProv|Set-ItemProperty|New-ItemProperty|SetBinaryValue|\\.SetValue\\()')))
    AND NOT (match("e".target_file_full_path, '(?-s)(?i)^C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1\\.0\\\\Modules\\\\'))
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(?i)(CurrentUser|HKCU|HKEY_CURRENT_USER)') THEN 60 ELSE 70 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_process_command_line, '(?i)\\b([0-9a-f]{40})\\b', 1))))))), 1, 1000) AS o2,
    s.k1 AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)(cert:\\\\[\\w\\\\]+)', 1)))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".principal_user_userid, ''), nullif("e".principal_user_windows_sid, ''), '')))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "thumbprints",
  w.o3 AS "risk_entity_to_score",
  w.o4 AS "script_text",
  w.o5 AS "script_files",
  w.o6 AS "certificate_files",
  w.o7 AS "stores",
  w.o8 AS "parents",
  w.o9 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_private_key_exported: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- differs: strings.to_lower(strings.coalesce($e.target.resource.product_object_id, re.capture($e.target.process.command_line, "(?i)\\b([0-9a-f]{40})\\b"))): the elements that one event gives to an array may change places
-- differs: $e.target.resource.name: the elements that one event gives to an array may change places
-- differs: $e.target.process.command_line: the elements that one event gives to an array may change places
-- differs: $e.target.file.full_path: the elements that one event gives to an array may change places
-- differs: strings.coalesce(re.capture($e.target.process.command_line, "(?i)[\"']([^\"']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))[\"']"), re.capture($e.target.process.command_line, "(?i)([^\\s\"'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b")): the elements that one event gives to an array may change places
-- differs: re.capture($e.target.process.command_line, "(?i)(cert:\\\\[\\w\\\\]+)"): the elements that one event gives to an array may change places
-- differs: $e.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: strings.coalesce($e.principal.user.userid, $e.principal.user.windows_sid): the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(u1, 'summary') AS security_result_summary,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'resource', 'product_object_id') AS target_resource_product_object_id,
      JSONExtractString(j, 'target', 'resource', 'name') AS target_resource_name,
      JSONExtractString(j, 'principal', 'user', 'windows_sid') AS principal_user_windows_sid
    FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'security_result')), [''], JSONExtractArrayRaw(j, 'security_result'))) AS u1 FROM events) AS r1
  ) AS "e"
  WHERE ((("e".metadata_event_type = 'PROCESS_UNCATEGORIZED' OR "e".metadata_event_type = 'PROCESS_LAUNCH') AND match("e".target_process_command_line, '(?i)(Export-PfxCertificate\\b|(^|["\'\\s])[-/–—―]exportpfx\\b|crypto::(certificates|capi|cng)|X509ContentType\\]?::(Pfx|Pkcs12))')) OR ("e".metadata_event_type = 'RESOURCE_READ' AND "e".security_result_summary = 'Certificate exported'))
    AND NOT (match("e".target_file_full_path, '(?-s)(?i)^C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1\\.0\\\\Modules\\\\'))
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(?i)crypto::') THEN 85 ELSE 50 END) AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(coalesce(nullif("e".target_resource_product_object_id, ''), nullif(regexpExtract("e".target_process_command_line, '(?i)\\b([0-9a-f]{40})\\b', 1), ''), ''))))))), 1, 1000) AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_resource_name))))), 1, 1000) AS o3,
    s.k1 AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)(cert:\\\\[\\w\\\\]+)', 1)))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o9,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif("e".principal_user_userid, ''), nullif("e".principal_user_windows_sid, ''), '')))))), 1, 1000) AS o10,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "thumbprints",
  w.o3 AS "subjects",
  w.o4 AS "risk_entity_to_score",
  w.o5 AS "script_text",
  w.o6 AS "script_files",
  w.o7 AS "certificate_files",
  w.o8 AS "stores",
  w.o9 AS "parents",
  w.o10 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_renamed_tool: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'exif_info', 'original_file') AS target_process_file_exif_info_original_file,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND match("e".target_process_file_exif_info_original_file, '(?-s)(?i)^(signtool|certutil|makecert|certmgr|pvk2pfx|certreq|cert2spc)(\\.exe)?$')
    AND NOT (match("e".target_process_file_full_path, '(?-s)(?i)(^|\\\\)(signtool|certutil|makecert|certmgr|pvk2pfx|certreq|cert2spc)\\.exe$'))
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    75 AS o1,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_exif_info_original_file))))), 1, 1000) AS o2,
    s.k1 AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_sha256))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o9,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_process_command_line, '(?i)\\b([0-9a-f]{40})\\b', 1))))))), 1, 1000) AS o10,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)\\b(root|authroot|trustedpublisher|trustedpeople|ca|my|ntauth|disallowed)\\b', 1)))))), 1, 1000) AS o11,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "original_names",
  w.o3 AS "risk_entity_to_score",
  w.o4 AS "command_lines",
  w.o5 AS "tools",
  w.o6 AS "tool_hashes",
  w.o7 AS "parents",
  w.o8 AS "users",
  w.o9 AS "certificate_files",
  w.o10 AS "thumbprints",
  w.o11 AS "stores",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_several_signs: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: refused
-- refused: $d: reads detections; only events can be queried
-- differs: suppression_window: not applied: the query also returns the detections that it would leave out
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid

-- t1553_002_signing_tool: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_signing_pipelines: what is in it now is part of the query, entries: 0
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256
    FROM events
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_LAUNCH'
    AND ((match("e".target_process_file_full_path, '(?-s)(?i)(^|[\\\\/])signtool\\.exe$') AND match("e".target_process_command_line, '(?i)(^|["\\s])[-/]?sign(\\s|$)')) OR (match("e".target_process_file_full_path, '(?-s)(?i)(^|[\\\\/])certutil\\.exe$') AND match("e".target_process_command_line, '(?i)(^|["\'\\s])[-/–—―](addstore|addcert|importpfx|importcert|installcert|mergepfx|dspublish|repairstore|sign|p12)\\b')))
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_process_command_line, '(?i)(trustedpublisher|authroot|\\broot\\b|ntauth)') THEN 65 ELSE 50 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_command_line))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_full_path))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_process_file_sha256))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, coalesce(nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)["\']([^"\']+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))["\']', 1), ''), nullif(regexpExtract("e".target_process_command_line, '(?-s)(?i)([^\\s"\'=,;]+\\.(?:pfx|p12|pvk|cer|crt|der|spc|p7b|sst))\\b', 1), ''), '')))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_process_command_line, '(?i)\\b([0-9a-f]{40})\\b', 1))))))), 1, 1000) AS o9,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)\\b(root|authroot|trustedpublisher|trustedpeople|ca|my|ntauth|disallowed)\\b', 1)))))), 1, 1000) AS o10,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_process_command_line, '(?i)[-/](?:n|sha1)\\s+"?([^"/]+[^"/\\s])', 1)))))), 1, 1000) AS o11,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "command_lines",
  w.o4 AS "tools",
  w.o5 AS "tool_hashes",
  w.o6 AS "parents",
  w.o7 AS "users",
  w.o8 AS "certificate_files",
  w.o9 AS "thumbprints",
  w.o10 AS "stores",
  w.o11 AS "signers",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_trust_store: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_inspection_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_own_certificates.thumbprint: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'registry', 'registry_value_name') AS target_registry_registry_value_name,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'command_line') AS principal_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE ("e".metadata_event_type = 'REGISTRY_MODIFICATION' OR ("e".metadata_event_type = 'REGISTRY_CREATION' AND lowerUTF8(replaceAll("e".target_registry_registry_value_name, 'ſ', 's')) = 'blob'))
    AND match("e".target_registry_registry_key, '(?i)\\\\Microsoft\\\\SystemCertificates\\\\(Root|AuthRoot|TrustedPublisher|TrustedPeople)\\\\Certificates\\\\[0-9a-f]{40}')
    AND NOT (match("e".target_registry_registry_key, '(?i)(^HKCU\\\\|^HKEY_CURRENT_USER\\\\|\\\\?S-1-(5-21|12-1)-|\\\\Policies\\\\Microsoft\\\\)'))
    AND NOT (match("e".principal_process_file_full_path, '(?-s)(?i)^([a-z]:|\\\\Device\\\\HarddiskVolume\\d+)\\\\Windows\\\\(System32|SysWOW64|servicing)\\\\(certutil|mmc|wuauclt|trustedinstaller|svchost)\\.exe$'))
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".principal_process_file_full_path, '(?-s)(?i)\\\\(reg|regedit|powershell|pwsh|wmiprvse|rundll32|cscript|wscript|mshta)\\.exe$') THEN 75 ELSE 65 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_registry_registry_key, '(?i)Certificates\\\\([^\\\\]+)\\\\Certificates', 1)))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_registry_registry_key, '(?i)\\\\Certificates\\\\([0-9a-f]{40})', 1))))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_registry_registry_key))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_command_line))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "stores",
  w.o4 AS "thumbprints",
  w.o5 AS "registry_keys",
  w.o6 AS "acting_processes",
  w.o7 AS "acting_command_lines",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_trust_store_by_tool: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_inspection_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_own_certificates.thumbprint: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'registry', 'registry_value_name') AS target_registry_registry_value_name,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'principal', 'process', 'command_line') AS principal_process_command_line,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM events
  ) AS "e"
  WHERE ("e".metadata_event_type = 'REGISTRY_MODIFICATION' OR ("e".metadata_event_type = 'REGISTRY_CREATION' AND lowerUTF8(replaceAll("e".target_registry_registry_value_name, 'ſ', 's')) = 'blob'))
    AND match("e".target_registry_registry_key, '(?i)\\\\Microsoft\\\\SystemCertificates\\\\(Root|TrustedPublisher|TrustedPeople)\\\\Certificates\\\\[0-9a-f]{40}')
    AND NOT (match("e".target_registry_registry_key, '(?i)(^HKCU\\\\|^HKEY_CURRENT_USER\\\\|\\\\?S-1-(5-21|12-1)-|\\\\Policies\\\\Microsoft\\\\)'))
    AND match("e".principal_process_file_full_path, '(?-s)(?i)^([a-z]:|\\\\Device\\\\HarddiskVolume\\d+)\\\\Windows\\\\(System32|SysWOW64|servicing)\\\\(certutil|mmc|wuauclt|trustedinstaller|svchost)\\.exe$')
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_registry_registry_key, '(?i)\\\\TrustedPublisher\\\\') THEN 55 ELSE 45 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_registry_registry_key, '(?i)Certificates\\\\([^\\\\]+)\\\\Certificates', 1)))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_registry_registry_key, '(?i)\\\\Certificates\\\\([0-9a-f]{40})', 1))))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_registry_registry_key))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_command_line))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "stores",
  w.o4 AS "thumbprints",
  w.o5 AS "registry_keys",
  w.o6 AS "acting_processes",
  w.o7 AS "acting_command_lines",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_trusted_then_run: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_own_certificates.thumbprint: what is in it now is part of the query, entries: 0
-- differs: $run.principal.process.file.full_path = $run.target.file.full_path nocase: without case, letters beyond ASCII that are the same to YARA-L (such as ς and σ) may be different
-- note: %t1553_002_allowed_certificate_authorities: what is in it now is part of the query, entries: 0
-- note: %t1553_002_parameters: its 2 rows as they stand are part of the query
-- differs: $run.metadata.event_timestamp.seconds - $trust.metadata.event_timestamp.seconds: is compared as a float: whole numbers beyond 2^53 are rounded
-- differs: re.capture($trust.target.registry.registry_key, "(?i)SystemCertificates\\\\([^\\\\]+)\\\\"): the elements that one event gives to an array may change places
-- differs: strings.to_lower(re.capture($trust.target.registry.registry_key, "(?i)\\\\Certificates\\\\([0-9a-f]{40})")): the elements that one event gives to an array may change places
-- differs: $trust.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $run.target.process.file.full_path: the elements that one event gives to an array may change places
-- differs: strings.coalesce($run.target.file.signature_info.sigcheck.signers.name, $run.target.process.file.signature_info.sigcheck.signers.name): the elements that one event gives to an array may change places
-- differs: $run.target.process.file.sha256: the elements that one event gives to an array may change places
-- differs: $run.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"trust" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path
    FROM events
  ) AS "trust"
  WHERE "trust".metadata_event_type = 'REGISTRY_MODIFICATION'
    AND match("trust".target_registry_registry_key, '(?i)\\\\SystemCertificates\\\\(Root|TrustedPublisher|TrustedPeople)\\\\Certificates\\\\[0-9a-f]{40}')
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
"run" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')), 1000000000) AS metadata_event_timestamp_seconds,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractBool(j, 'target', 'file', 'signature_info', 'sigcheck', 'verified') AS target_file_signature_info_sigcheck_verified,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractBool(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'verified') AS target_process_file_signature_info_sigcheck_verified,
      JSONExtractString(j, 'target', 'process', 'file', 'full_path') AS target_process_file_full_path,
      JSONExtractString(u1, 'name') AS target_file_signature_info_sigcheck_signers_name,
      JSONExtractString(u2, 'name') AS target_process_file_signature_info_sigcheck_signers_name,
      JSONExtractString(j, 'target', 'process', 'file', 'sha256') AS target_process_file_sha256,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM (SELECT n, j, u1, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'process', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u2 FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u1 FROM events) AS r1) AS r2
  ) AS "run"
  WHERE (("run".metadata_event_type = 'PROCESS_MODULE_LOAD' AND "run".target_file_signature_info_sigcheck_verified = TRUE AND NOT (match("run".target_file_signature_info_sigcheck_verification_message, '(?i)(revoked|expired|untrusted|chain|mismatch)')) AND lowerUTF8(replaceAll("run".principal_process_file_full_path, 'ſ', 's')) = lowerUTF8(replaceAll("run".target_file_full_path, 'ſ', 's'))) OR ("run".metadata_event_type = 'PROCESS_LAUNCH' AND "run".target_process_file_signature_info_sigcheck_verified = TRUE))
    AND match("run".target_process_file_full_path, '(?i)\\\\(Temp|Downloads|Desktop|AppData\\\\(Local|LocalLow|Roaming)|Users\\\\Public|ProgramData)\\\\')
    AND NOT (FALSE)
),
"t1553_002_parameters" AS (
  SELECT * FROM (
    SELECT 1 AS n, 'time_window_seconds' AS name, 3600 AS number
    UNION ALL SELECT 2 AS n, 'certificate_age_days' AS name, 14 AS number
  ) AS "t1553_002_parameters"
),
starts AS (
  SELECT DISTINCT "trust".principal_hostname AS k1, "trust".time AS start
  FROM "trust"
  INNER JOIN "run" ON "run".principal_hostname = "trust".principal_hostname AND "trust".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "trust".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("trust".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "trust".principal_hostname <> '' AND greatest("trust".time, "run".time) - least("trust".time, "run".time) < 3600000000000
  UNION DISTINCT
  SELECT DISTINCT "trust".principal_hostname AS k1, "run".time AS start
  FROM "trust"
  INNER JOIN "run" ON "run".principal_hostname = "trust".principal_hostname AND "trust".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "trust".n
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("trust".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  WHERE "trust".principal_hostname <> '' AND greatest("trust".time, "run".time) - least("trust".time, "run".time) < 3600000000000
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    85 AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("trust".time, "trust".id, regexpExtract("trust".target_registry_registry_key, '(?i)SystemCertificates\\\\([^\\\\]+)\\\\', 1)))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("trust".time, "trust".id, lowerUTF8(regexpExtract("trust".target_registry_registry_key, '(?i)\\\\Certificates\\\\([0-9a-f]{40})', 1))))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("trust".time, "trust".id, "trust".principal_process_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, coalesce(nullif("run".target_file_signature_info_sigcheck_signers_name, ''), nullif("run".target_process_file_signature_info_sigcheck_signers_name, ''), '')))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".target_process_file_sha256))))), 1, 1000) AS o8,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("run".time, "run".id, "run".principal_user_userid))))), 1, 1000) AS o9,
    arraySort(groupUniqArray("trust".id)) AS e1,
    arraySort(groupUniqArray("run".id)) AS e2
  FROM starts AS s
  INNER JOIN "trust" ON "trust".principal_hostname = s.k1 AND "trust".time >= s.start AND "trust".time < s.start + 3600000000000
  INNER JOIN "run" ON "run".principal_hostname = s.k1 AND "run".principal_hostname = "trust".principal_hostname AND "trust".metadata_event_timestamp_seconds <= "run".metadata_event_timestamp_seconds AND "run".n <> "trust".n AND "run".time >= s.start AND "run".time < s.start + 3600000000000
  INNER JOIN "t1553_002_parameters" ON CASE WHEN "run".metadata_event_timestamp_seconds > 0 THEN 'time_window_seconds' ELSE '' END = "t1553_002_parameters".name AND CAST(CAST(least(greatest(toInt128("run".metadata_event_timestamp_seconds) - toInt128("trust".metadata_event_timestamp_seconds), toInt128(-9223372036854775808)), toInt128(9223372036854775807)) AS BIGINT) AS DOUBLE) <= "t1553_002_parameters".number
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "stores",
  w.o4 AS "thumbprints",
  w.o5 AS "importing_processes",
  w.o6 AS "programs",
  w.o7 AS "signers",
  w.o8 AS "hashes",
  w.o9 AS "users",
  w.e1 AS "trust_events",
  w.e2 AS "run_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_unlisted_publisher: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: approximate
-- note: over 1h: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_allowed_certificate_authorities: what is in it now is part of the query, entries: 0
-- differs: $e.principal.process.file.full_path = $e.target.file.full_path nocase: without case, letters beyond ASCII that are the same to YARA-L (such as ς and σ) may be different
-- differs: $e.target.file.signature_info.sigcheck.signers.name: the elements that one event gives to an array may change places
-- differs: $e.target.file.signature_info.sigcheck.verification_message: the elements that one event gives to an array may change places
-- differs: $e.target.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.target.file.sha256: the elements that one event gives to an array may change places
-- differs: $e.principal.process.file.full_path: the elements that one event gives to an array may change places
-- differs: $e.principal.user.userid: the elements that one event gives to an array may change places
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractBool(j, 'target', 'file', 'signature_info', 'sigcheck', 'verified') AS target_file_signature_info_sigcheck_verified,
      JSONExtractString(j, 'target', 'file', 'signature_info', 'sigcheck', 'verification_message') AS target_file_signature_info_sigcheck_verification_message,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(u1, 'name') AS target_file_signature_info_sigcheck_signers_name,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'file', 'sha256') AS target_file_sha256,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid
    FROM (SELECT n, j, arrayJoin(if(empty(JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers')), [''], JSONExtractArrayRaw(j, 'target', 'file', 'signature_info', 'sigcheck', 'signers'))) AS u1 FROM events) AS r1
  ) AS "e"
  WHERE "e".metadata_event_type = 'PROCESS_MODULE_LOAD'
    AND "e".target_file_signature_info_sigcheck_verified = TRUE
    AND NOT (match("e".target_file_signature_info_sigcheck_verification_message, '(?i)(revoked|expired|untrusted|chain|mismatch)'))
    AND match("e".target_file_full_path, '(?-s)(?i)\\\\(Temp|Downloads|Desktop|AppData\\\\(Local|LocalLow|Roaming)|Users\\\\Public|ProgramData|\\$Recycle\\.Bin|PerfLogs)\\\\')
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 3600000000000 AS window_end,
    max(CASE WHEN lowerUTF8(replaceAll("e".principal_process_file_full_path, 'ſ', 's')) = lowerUTF8(replaceAll("e".target_file_full_path, 'ſ', 's')) THEN 30 ELSE 20 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_sigcheck_signers_name))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_signature_info_sigcheck_verification_message))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_full_path))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_file_sha256))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 3600000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 3600000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "signers",
  w.o4 AS "signature_states",
  w.o5 AS "files",
  w.o6 AS "hashes",
  w.o7 AS "loading_processes",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;

-- t1553_002_user_trust_store: ClickHouse SQL over a table of UDM events, by yaral convert
-- fidelity: exact
-- note: over 5m: a window begins at each event and the first that fulfils the condition is reported, then the next that begins after its end: as yaral does, with no grid
-- note: %t1553_002_pki_deployment: what is in it now is part of the query, entries: 0
-- note: %t1553_002_inspection_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_software_installers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_management_agents: what is in it now is part of the query, entries: 0
-- note: %t1553_002_developers: what is in it now is part of the query, entries: 0
-- note: %t1553_002_own_certificates.thumbprint: what is in it now is part of the query, entries: 0
-- The table `events` holds each event once, as UDM that `yaral normalize` writes:
--   CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;
--   INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', 'JSONAsString');
WITH
"e" AS (
  SELECT * FROM (
    SELECT n, JSONExtractString(j, 'metadata', 'id') AS id,
      toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString(j, 'metadata', 'event_timestamp'), 9, 'UTC')) AS time,
      JSONExtractString(j, 'principal', 'hostname') AS principal_hostname,
      if(JSONHas(j, 'metadata', 'event_type'), JSONExtractString(j, 'metadata', 'event_type'), 'EVENTTYPE_UNSPECIFIED') AS metadata_event_type,
      JSONExtractString(j, 'target', 'registry', 'registry_value_name') AS target_registry_registry_value_name,
      JSONExtractString(j, 'target', 'registry', 'registry_key') AS target_registry_registry_key,
      JSONExtractString(j, 'target', 'process', 'command_line') AS target_process_command_line,
      JSONExtractString(j, 'principal', 'process', 'file', 'full_path') AS principal_process_file_full_path,
      JSONExtractString(j, 'target', 'file', 'full_path') AS target_file_full_path,
      JSONExtractString(j, 'principal', 'user', 'userid') AS principal_user_userid,
      JSONExtractString(j, 'principal', 'process', 'command_line') AS principal_process_command_line
    FROM events
  ) AS "e"
  WHERE ("e".metadata_event_type = 'REGISTRY_MODIFICATION' OR ("e".metadata_event_type = 'REGISTRY_CREATION' AND lowerUTF8(replaceAll("e".target_registry_registry_value_name, 'ſ', 's')) = 'blob'))
    AND match("e".target_registry_registry_key, '(?i)\\\\SystemCertificates\\\\(Root|AuthRoot|TrustedPublisher|TrustedPeople)\\\\Certificates\\\\[0-9a-f]{40}')
    AND match("e".target_registry_registry_key, '(?i)(^HKCU\\\\|^HKEY_CURRENT_USER\\\\|\\\\S-1-(5-21|12-1)-)')
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
    AND NOT (FALSE)
),
starts AS (
  SELECT DISTINCT "e".principal_hostname AS k1, "e".time AS start
  FROM "e"
  WHERE "e".principal_hostname <> ''
),
windows AS (
  SELECT
    s.k1 AS k1,
    s.start AS window_start,
    s.start + 300000000000 AS window_end,
    max(CASE WHEN match("e".target_registry_registry_key, '(?i)\\\\(TrustedPublisher|Root)\\\\') THEN 60 ELSE 50 END) AS o1,
    s.k1 AS o2,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, regexpExtract("e".target_registry_registry_key, '(?i)Certificates\\\\([^\\\\]+)\\\\Certificates', 1)))))), 1, 1000) AS o3,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, lowerUTF8(regexpExtract("e".target_registry_registry_key, '(?i)\\\\Certificates\\\\([0-9a-f]{40})', 1))))))), 1, 1000) AS o4,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".target_registry_registry_key))))), 1, 1000) AS o5,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_file_full_path))))), 1, 1000) AS o6,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_process_command_line))))), 1, 1000) AS o7,
    arraySlice(arrayDistinct(arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(("e".time, "e".id, "e".principal_user_userid))))), 1, 1000) AS o8,
    arraySort(groupUniqArray("e".id)) AS e1
  FROM starts AS s
  INNER JOIN "e" ON "e".principal_hostname = s.k1 AND "e".time >= s.start AND "e".time < s.start + 300000000000
  GROUP BY s.k1, s.start
),
picked AS (
  SELECT k1, arrayJoin(starts) AS start
  FROM (SELECT k1, arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + 300000000000, arrayPushBack(picked, t), picked), arraySort(groupArray(window_start)), CAST([] AS Array(Int64))) AS starts FROM windows GROUP BY k1) AS g
)
SELECT
  fromUnixTimestamp64Nano(w.window_start, 'UTC') AS window_start,
  fromUnixTimestamp64Nano(w.window_end, 'UTC') AS window_end,
  w.k1 AS "hostname",
  w.o1 AS "risk_score",
  w.o2 AS "risk_entity_to_score",
  w.o3 AS "stores",
  w.o4 AS "thumbprints",
  w.o5 AS "registry_keys",
  w.o6 AS "acting_processes",
  w.o7 AS "acting_command_lines",
  w.o8 AS "users",
  w.e1 AS "e_events"
FROM windows AS w
INNER JOIN picked AS p ON p.start = w.window_start AND p.k1 = w.k1
ORDER BY 1, 2
SETTINGS join_use_nulls = 1;
