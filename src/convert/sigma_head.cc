#include "convert/sigma_head.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "attack/meta_keys.h"
#include "attack/reference.h"
#include "base/hash.h"
#include "base/text.h"
#include "convert/yaml_text.h"

namespace yaral::convert {

namespace {

using semantics::BoundRule;

// The namespace of the ids of exported rules.
constexpr std::string_view kNamespace("\x5e\x1f\x0a\x6b\x3d\x4c\x4e\x9a\x8f\x21\x7b\xd0\x94\xa6\x52\xc3", 16);

constexpr std::string_view kStatus[] = {"stable", "test", "experimental", "deprecated", "unsupported"};
constexpr std::string_view kLevels[] = {"informational", "low", "medium", "high", "critical"};

// The value of the first of some keys that the rule has.
std::string meta(const BoundRule& rule, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    for (const semantics::MetaPair& pair : rule.meta)
      if (ascii_equal_nocase(pair.key, key) && !ascii_trim(pair.value).empty())
        return std::string(ascii_trim(pair.value));
  return {};
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = ascii_lower(text[i]);
    if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

std::string id_of(const BoundRule& rule, const SigmaPart& part) {
  const std::string own = meta(rule, {"sigma_id"});
  if (part.id.empty() && is_uuid(own)) return ascii_lower(own);
  return uuid5(kNamespace, part.id.empty() ? rule.name : rule.name + '\n' + part.id);
}

// `a_rule_name` is `A rule name`.
std::string title_of(const BoundRule& rule) {
  std::string title = meta(rule, {"title"});
  if (!title.empty()) return title;
  title = rule.name;
  std::ranges::replace(title, '_', ' ');
  title[0] = ascii_upper(title[0]);
  return title;
}

// `2024-05-01`, also of `2024/05/01` and of points in time; empty when it is none.
std::string date_of(std::string text) {
  std::ranges::replace(text, '/', '-');
  text = text.substr(0, 10);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9})
    if (text[i] < '0' || text[i] > '9') return {};
  return text;
}

std::vector<std::string> entries(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (const std::string_view entry : split(text, separator)) {
    const std::string word(ascii_trim(entry));
    if (!word.empty() && std::ranges::find(out, word) == out.end()) out.push_back(word);
  }
  return out;
}

// Links, of every key that holds some.
std::vector<std::string> references_of(const BoundRule& rule) {
  std::vector<std::string> out;
  for (const semantics::MetaPair& pair : rule.meta) {
    const std::string key = ascii_lower(pair.key);
    if (!key.starts_with("reference") && !key.starts_with("link") && key != "url") continue;
    for (std::string& link : entries(pair.value, ','))
      if (std::ranges::find(out, link) == out.end()) out.push_back(std::move(link));
  }
  return out;
}

std::string slug(std::string_view name) {
  std::string out = ascii_lower(name);
  std::ranges::replace(out, ' ', '-');
  return out;
}

std::vector<std::string> tags_of(const BoundRule& rule) {
  attack::Reference named;
  for (const semantics::MetaPair& pair : rule.meta)
    if (const auto holds = attack::meaning_of(pair.key)) attack::read_value(pair.value, *holds, named);
  std::vector<std::string> out;
  const auto add = [&](std::string tag) {
    if (std::ranges::find(out, tag) == out.end()) out.push_back(std::move(tag));
  };
  for (const attack::NamedTactic& tactic : named.tactics) {
    const bool former = !tactic.current && !tactic.tactic->former_name.empty();
    add("attack." + slug(former ? tactic.tactic->former_name : tactic.tactic->name));
  }
  for (const attack::Technique* technique : named.techniques) add("attack." + ascii_lower(technique->id));
  return out;
}

std::string listed(std::string_view key, const std::vector<std::string>& values) {
  if (values.empty()) return {};
  std::string out = fmt::format("{}:\n", key);
  for (const std::string& value : values) out += fmt::format("    - {}\n", yaml_text(value));
  return out;
}

std::string line(std::string_view key, const std::string& value) {
  return value.empty() ? std::string() : fmt::format("{}: {}\n", key, yaml_text(value));
}

std::string chosen(const std::string& value, std::span<const std::string_view> from) {
  const std::string lower = ascii_lower(value);
  return std::ranges::find(from, lower) == from.end() ? std::string() : lower;
}

}  // namespace

std::string sigma_head(const BoundRule& rule, const SigmaPart& part) {
  const std::string title = title_of(rule);
  const std::string status = chosen(meta(rule, {"status"}), kStatus);
  std::string out = line("title", part.title.empty() ? title : fmt::format("{} - {}", title, part.title));
  out += fmt::format("id: {}\n", id_of(rule, part));
  out += line("name", part.name);
  out += line("status", status.empty() ? "experimental" : status);
  out += line("description", meta(rule, {"description"}));
  out += line("license", meta(rule, {"license"}));
  out += listed("references", references_of(rule));
  out += line("author", meta(rule, {"author"}));
  const std::string date = date_of(meta(rule, {"created", "date", "creation_date"}));
  const std::string modified = date_of(meta(rule, {"modified", "last_modified", "updated"}));
  if (!date.empty()) out += fmt::format("date: {}\n", date);
  if (!modified.empty()) out += fmt::format("modified: {}\n", modified);
  return out + listed("tags", tags_of(rule));
}

std::string sigma_tail(const BoundRule& rule) {
  std::string level = ascii_lower(meta(rule, {"severity", "level", "priority"}));
  if (level == "info") level = "informational";
  return listed("falsepositives", entries(meta(rule, {"false_positives", "falsepositives"}), ';')) +
         line("level", chosen(level, kLevels));
}

}  // namespace yaral::convert
