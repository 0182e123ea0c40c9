#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <simdjson.h>

#include "base/text.h"
#include "detections/terminal_text.h"
#include "measure/measurement.h"
#include "syntax/json_writer.h"

namespace yaral::measure {

namespace {

using detections::cut_to_width;
using detections::visible_text;

constexpr std::size_t kValueWidth = 90;

std::string head_of(const Measurement& m) {
  return fmt::format("{}, {}, {}{}", counted(m.events, "event"), counted(m.hosts, "host"),
                     m.host_days_cut ? "at least " : "", counted(m.host_days, "host-day"));
}

std::string shares_of(const TopValues& values) {
  std::vector<std::string> parts;
  for (const Share& share : values.most)
    parts.push_back(fmt::format("{} ({})", cut_to_width(visible_text(share.text), kValueWidth), share.detections));
  if (values.different > values.most.size())
    parts.push_back(fmt::format("{} more", values.different - values.most.size()));
  return fmt::format("{}", fmt::join(parts, ", "));
}

// Within a cell of a table.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '`' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void write_values(syntax::JsonWriter& json, const TopValues& values) {
  json.begin_object().member("name", values.name).member("different", values.different).key("most").begin_array();
  for (const Share& share : values.most)
    json.begin_object().member("value", share.text).member("detections", share.detections).end_object();
  json.end_array().end_object();
}

}  // namespace

std::string to_table(const Measurement& m) {
  std::string out = head_of(m) + "\n\n";
  out += fmt::format("{:>11}  {:>13}  {:>13}  rule\n", "detections", "per million", "per host-day");
  std::size_t silent = 0;
  for (const RuleFigures& rule : m.rules) {
    silent += rule.detections == 0;
    if (rule.detections == 0) continue;
    out += fmt::format("{:>11}  {:>13.2f}  {:>13.4f}  {}\n", rule.detections, rule.per_million_events,
                       rule.per_host_day, rule.rule);
    out += fmt::format("{:>41}  keys: {}\n", "", shares_of(rule.keys));
    for (const TopValues& reason : rule.reasons)
      out += fmt::format("{:>41}  {}: {}\n", "", reason.name, shares_of(reason));
  }
  if (silent > 0) out += fmt::format("\n{} found nothing\n", counted(silent, "rule"));
  return out;
}

std::string to_markdown(const Measurement& m) {
  std::string out =
      head_of(m) +
      ".\n\n| rule | detections | per million events | per host-day | most of them |\n|---|--:|--:|--:|---|\n";
  for (const RuleFigures& rule : m.rules) {
    const std::string most =
        rule.reasons.empty() ? std::string() : rule.reasons.front().name + ": " + shares_of(rule.reasons.front());
    out += fmt::format("| `{}` | {} | {:.2f} | {:.4f} | {} |\n", rule.rule, rule.detections, rule.per_million_events,
                       rule.per_host_day, cell(most));
  }
  return out;
}

std::string to_json(const Measurement& m) {
  syntax::JsonWriter json;
  json.begin_object().member("events", m.events).member("hosts", m.hosts).member("host_days", m.host_days);
  json.key("host_days_cut").boolean(m.host_days_cut).key("rules").begin_array();
  for (const RuleFigures& rule : m.rules) {
    json.begin_object().member("rule", rule.rule).member("detections", rule.detections).key("keys");
    write_values(json, rule.keys);
    json.key("reasons").begin_array();
    for (const TopValues& reason : rule.reasons) write_values(json, reason);
    json.end_array().end_object();
  }
  return json.end_array().end_object().take() + "\n";
}

std::expected<Measurement, std::string> from_json(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  simdjson::dom::array rules;
  if (parser.parse(text).get(root) != simdjson::SUCCESS || root["rules"].get(rules) != simdjson::SUCCESS)
    return std::unexpected("it is no result of `yaral measure --format json`");
  Measurement made;
  if (root["events"].get(made.events) != simdjson::SUCCESS ||
      root["host_days"].get(made.host_days) != simdjson::SUCCESS)
    return std::unexpected("it lacks `events` or `host_days`");
  if (root["hosts"].get(made.hosts) != simdjson::SUCCESS) made.hosts = 0;
  if (root["host_days_cut"].get(made.host_days_cut) != simdjson::SUCCESS) made.host_days_cut = false;
  for (const simdjson::dom::element element : rules) {
    std::string_view name;
    RuleFigures rule;
    if (element["rule"].get(name) != simdjson::SUCCESS ||
        element["detections"].get(rule.detections) != simdjson::SUCCESS)
      return std::unexpected("a rule in it lacks `rule` or `detections`");
    rule.rule = name;
    made.rules.push_back(std::move(rule));
  }
  return made;
}

std::string compare(const Measurement& before, const Measurement& after) {
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> rules;
  for (const RuleFigures& rule : before.rules) rules[rule.rule].first = rule.detections;
  for (const RuleFigures& rule : after.rules) rules[rule.rule].second = rule.detections;
  std::string out = fmt::format("before: {}\nafter:  {}\n\n", head_of(before), head_of(after));
  if (before.events != after.events) out += "The inputs differ: compare rates, not counts.\n\n";
  out += fmt::format("{:>11}  {:>11}  {:>11}  rule\n", "before", "after", "change");
  for (const auto& [name, counts] : rules) {
    if (counts.first == 0 && counts.second == 0) continue;
    const auto change = static_cast<std::int64_t>(counts.second) - static_cast<std::int64_t>(counts.first);
    out += fmt::format("{:>11}  {:>11}  {:>+11}  {}\n", counts.first, counts.second, change, visible_text(name));
  }
  return out;
}

}  // namespace yaral::measure
