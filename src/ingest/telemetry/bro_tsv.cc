#include <algorithm>
#include <string>

#include "ingest/columns.h"
#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/telemetry/zeek.h"

// docs/telemetry/BRO_TSV.md
namespace yaral::ingest {
namespace {

#define YARAL_ZEEK_ENDS "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p"

// The columns of a log in files that came without their header. Several for one log where versions of Zeek differ: the
// first that the values fit is taken, else the first.
struct Layout {
  std::string_view kind;
  std::string_view columns;
};

constexpr Layout kLayouts[] = {
    {"conn", YARAL_ZEEK_ENDS
     "\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory"
     "\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents"},
    {"dns", YARAL_ZEEK_ENDS
     "\tproto\ttrans_id\trtt\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ"
     "\tanswers\tTTLs\trejected"},
    {"dns", YARAL_ZEEK_ENDS
     "\tproto\ttrans_id\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers"
     "\tTTLs\trejected"},
    {"http", YARAL_ZEEK_ENDS
     "\ttrans_depth\tmethod\thost\turi\treferrer\tversion\tuser_agent\trequest_body_len\tresponse_body_len\tstatus_code"
     "\tstatus_msg\tinfo_code\tinfo_msg\ttags\tusername\tpassword\tproxied\torig_fuids\torig_filenames\torig_mime_types"
     "\tresp_fuids\tresp_filenames\tresp_mime_types"},
    {"http", YARAL_ZEEK_ENDS
     "\ttrans_depth\tmethod\thost\turi\treferrer\tversion\tuser_agent\torigin\trequest_body_len\tresponse_body_len"
     "\tstatus_code\tstatus_msg\tinfo_code\tinfo_msg\ttags\tusername\tpassword\tproxied\torig_fuids\torig_filenames"
     "\torig_mime_types\tresp_fuids\tresp_filenames\tresp_mime_types"},
    {"files",
     "ts\tfuid\ttx_hosts\trx_hosts\tconn_uids\tsource\tdepth\tanalyzers\tmime_type\tfilename\tduration\tlocal_orig"
     "\tis_orig\tseen_bytes\ttotal_bytes\tmissing_bytes\toverflow_bytes\ttimedout\tparent_fuid\tmd5\tsha1\tsha256"
     "\textracted\textracted_cutoff\textracted_size"},
    {"files",
     "ts\tfuid\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tsource\tdepth\tanalyzers\tmime_type\tfilename"
     "\tduration\tlocal_orig\tis_orig\tseen_bytes\ttotal_bytes\tmissing_bytes\toverflow_bytes\ttimedout\tparent_fuid"
     "\tmd5\tsha1\tsha256\textracted\textracted_cutoff\textracted_size"},
    {"ssl", YARAL_ZEEK_ENDS
     "\tversion\tcipher\tcurve\tserver_name\tresumed\tlast_alert\tnext_protocol\testablished\tcert_chain_fuids"
     "\tclient_cert_chain_fuids\tsubject\tissuer\tclient_subject\tclient_issuer\tvalidation_status"},
    {"x509",
     "ts\tid\tcertificate.version\tcertificate.serial\tcertificate.subject\tcertificate.issuer"
     "\tcertificate.not_valid_before\tcertificate.not_valid_after\tcertificate.key_alg\tcertificate.sig_alg"
     "\tcertificate.key_type\tcertificate.key_length\tcertificate.exponent\tcertificate.curve\tsan.dns\tsan.uri"
     "\tsan.email\tsan.ip\tbasic_constraints.ca\tbasic_constraints.path_len"},
    {"dhcp",
     "ts\tuids\tclient_addr\tserver_addr\tmac\thost_name\tclient_fqdn\tdomain\trequested_addr\tassigned_addr"
     "\tlease_time\tclient_message\tserver_message\tmsg_types\tduration"},
    {"smb_files", YARAL_ZEEK_ENDS
     "\tfuid\taction\tpath\tname\tsize\tprev_name\ttimes.modified\ttimes.accessed\ttimes.created\ttimes.changed"},
    {"smb_mapping", YARAL_ZEEK_ENDS "\tpath\tservice\tnative_file_system\tshare_type"},
    {"dce_rpc", YARAL_ZEEK_ENDS "\trtt\tnamed_pipe\tendpoint\toperation"},
    {"ntlm", YARAL_ZEEK_ENDS
     "\tusername\thostname\tdomainname\tserver_nb_computer_name\tserver_dns_computer_name\tserver_tree_name\tsuccess"},
    {"kerberos",
     YARAL_ZEEK_ENDS "\trequest_type\tclient\tservice\tsuccess\terror_msg\tfrom\ttill\tcipher\tforwardable\trenewable"
                     "\tclient_cert_subject\tclient_cert_fuid\tserver_cert_subject\tserver_cert_fuid"},
    {"radius", YARAL_ZEEK_ENDS "\tusername\tmac\tframed_addr\ttunnel_client\tconnect_info\treply_msg\tresult\tttl"},
    {"rdp", YARAL_ZEEK_ENDS
     "\tcookie\tresult\tsecurity_protocol\tclient_channels\tkeyboard_layout\tclient_build\tclient_name"
     "\tclient_dig_product_id\tdesktop_width\tdesktop_height\trequested_color_depth\tcert_type\tcert_count"
     "\tcert_permanent\tencryption_level\tencryption_method"},
    {"ssh", YARAL_ZEEK_ENDS
     "\tversion\tauth_success\tauth_attempts\tdirection\tclient\tserver\tcipher_alg\tmac_alg\tcompression_alg\tkex_alg"
     "\thost_key_alg\thost_key"},
    {"ftp",
     YARAL_ZEEK_ENDS "\tuser\tpassword\tcommand\targ\tmime_type\tfile_size\treply_code\treply_msg\tdata_channel.passive"
                     "\tdata_channel.orig_h\tdata_channel.resp_h\tdata_channel.resp_p\tfuid"},
    {"smtp",
     YARAL_ZEEK_ENDS "\ttrans_depth\thelo\tmailfrom\trcptto\tdate\tfrom\tto\tcc\treply_to\tmsg_id\tin_reply_to\tsubject"
                     "\tx_originating_ip\tfirst_received\tsecond_received\tlast_reply\tpath\tuser_agent\ttls\tfuids"},
    {"notice", YARAL_ZEEK_ENDS
     "\tfuid\tfile_mime_type\tfile_desc\tproto\tnote\tmsg\tsub\tsrc\tdst\tp\tn\tpeer_descr\tactions\tsuppress_for"},
    {"weird", YARAL_ZEEK_ENDS "\tname\taddl\tnotice\tpeer"},
    {"tunnel", YARAL_ZEEK_ENDS "\ttunnel_type\taction"},
    {"syslog", YARAL_ZEEK_ENDS "\tproto\tfacility\tseverity\tmessage"},
    {"software",
     "ts\thost\thost_p\tsoftware_type\tname\tversion.major\tversion.minor\tversion.minor2\tversion.minor3"
     "\tversion.addl\tunparsed_version"},
};

#undef YARAL_ZEEK_ENDS

// Of a log whose name is not known.
constexpr std::string_view kEndsOnly = "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto";

constexpr std::string_view kLists[] = {
    "answers",
    "TTLs",
    "tags",
    "proxied",
    "orig_fuids",
    "orig_filenames",
    "orig_mime_types",
    "resp_fuids",
    "resp_filenames",
    "resp_mime_types",
    "tx_hosts",
    "rx_hosts",
    "conn_uids",
    "analyzers",
    "uids",
    "msg_types",
    "cert_chain_fuids",
    "client_cert_chain_fuids",
    "rcptto",
    "to",
    "cc",
    "path",
    "actions",
    "tunnel_parents",
    "client_channels",
    "san.dns",
    "san.uri",
    "san.email",
    "san.ip",
};

std::vector<std::string_view> parts(std::string_view text) {
  std::vector<std::string_view> all;
  while (true) {
    const auto tab = text.find('\t');
    all.push_back(text.substr(0, tab));
    if (tab == std::string_view::npos) return all;
    text.remove_prefix(tab + 1);
  }
}

// Whether a value may stand in a column.
bool fits(std::string_view column, std::string_view value) {
  if (value == "-") return !column.ends_with("_len");
  if (column.ends_with("_h") || column.ends_with("_hosts")) return !to_ip(value.substr(0, value.find(','))).empty();
  if (column.ends_with("_len") || column == "qtype" || column == "qclass") return to_unsigned(value).has_value();
  return true;
}

bool fits(const Layout& layout, std::span<const std::string_view> values) {
  const std::vector<std::string_view> columns = parts(layout.columns);
  for (std::size_t i = 0; i < std::min(columns.size(), values.size()); ++i) {
    if (!fits(columns[i], values[i])) return false;
  }
  return true;
}

std::string_view columns_of(std::string_view kind, std::span<const std::string_view> values) {
  std::string_view first;
  for (const Layout& layout : kLayouts) {
    if (layout.kind != kind) continue;
    if (fits(layout, values)) return layout.columns;
    if (first.empty()) first = layout.columns;
  }
  return first.empty() ? kEndsOnly : first;
}

// The header that Zeek would have written, for as many columns as there are.
ColumnHeader header_of(std::string_view columns, std::string_view kind, std::size_t count) {
  const std::vector<std::string_view> names = parts(columns);
  std::string fields = "#fields";
  std::string types = "#types";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = i < names.size() ? std::string(names[i]) : "column_" + std::to_string(i + 1);
    // A path of mail servers is a list, that of a share is not.
    const bool is_list = std::ranges::count(kLists, name) > 0 && (name != "path" || kind == "smtp");
    fields += '\t' + name;
    types += is_list ? "\tset[string]" : "\tstring";
  }
  ColumnHeader header;
  header.read(fields);
  header.read(types);
  return header;
}

// `bro_conn`, `zeek_conn`.
std::string_view kind_of_tag(std::string_view tag) {
  for (const std::string_view prefix : {"bro_", "zeek_"}) {
    if (tag.starts_with(prefix)) return tag.substr(prefix.size());
  }
  return {};
}

bool is_time(std::string_view value) {
  return value.contains('.') && value.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool has_time(std::string_view line) { return line.contains('\t') && is_time(line.substr(0, line.find('\t'))); }

// A line without a tag: time, identity and the two ends.
bool has_ends(std::span<const std::string_view> values) {
  return values.size() > 6 && values[1].starts_with('C') && !to_ip(values[2]).empty() && !to_ip(values[4]).empty();
}

// Of the logs that have both ends, http alone has a method behind them.
std::string_view kind_without_tag(std::span<const std::string_view> values) {
  const auto is_method = [](std::string_view word) {
    return word.size() > 2 && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
  };
  constexpr std::size_t kMethod = 7;
  constexpr std::size_t kVersion = 11;
  const bool http = values.size() > kVersion && to_unsigned(values[kMethod - 1]) && is_method(values[kMethod]);
  return http ? "http" : std::string_view{};
}

// Notices of scripts that watch pairs of hosts, which have no connection: time, the two hosts, first, last, bytes, …
constexpr std::string_view kPairNotice =
    "ts\tid.orig_h\tid.resp_h\tfirst\tlast\torig_bytes\tresp_bytes\tnote\tsub\tn\tmsg";
constexpr std::size_t kPairNote = 7;

bool is_pair_notice(std::span<const std::string_view> values) {
  return values.size() == parts(kPairNotice).size() && !to_ip(values[1]).empty() && !to_ip(values[2]).empty() &&
         is_time(values[3]) && is_time(values[4]);
}

bool claims(const RawRecord& record) {
  if (!record.columns.empty()) {
    return !find(record.columns, "_path").empty() && !find(record.columns, "ts").empty();
  }
  if (!has_time(record.text)) return false;
  if (!kind_of_tag(record.envelope.program).empty()) return true;
  const std::vector<std::string_view> values = parts(record.text);
  return has_ends(values) || is_pair_notice(values);
}

bool split(const RawRecord& record, Arena& arena, std::vector<Datum>& data) {
  if (!has_time(record.text)) return false;
  const std::vector<std::string_view> values = parts(record.text);
  std::string_view tag = record.envelope.program;
  std::string_view kind = kind_of_tag(tag);
  std::string_view columns;
  if (!kind.empty()) {
    columns = columns_of(kind, values);
  } else if (has_ends(values)) {
    kind = kind_without_tag(values);
    tag = kind.empty() ? kind : arena.copy("bro_" + std::string(kind));
    columns = columns_of(kind, values);
  } else if (is_pair_notice(values)) {
    kind = "notice";
    tag = values[kPairNote];
    columns = kPairNotice;
  } else {
    return false;
  }
  data.push_back({"_tag", tag});
  data.push_back({"_path", kind});
  return header_of(columns, kind, values.size()).split(record.text, arena, data);
}

}  // namespace

const LogType& bro_tsv_log_type() {
  static const LogType kType{
      .name = "BRO_TSV",
      .title = "Zeek, logs as columns",
      .vendor = "Zeek",
      .product = "Zeek",
      .claims = claims,
      .claimed_by = "has the columns of a log of Zeek",
      .split = split,
      .kind = zeek_kind,
      .mappings = zeek_mappings(),
      .finish = finish_zeek,
  };
  return kType;
}

}  // namespace yaral::ingest
