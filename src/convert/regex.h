#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

// Regular expressions of YARA-L (RE2, found anywhere in the text) in the dialects of other engines.
namespace yaral::convert {

enum class RegexDialect : std::uint8_t {
  kRe2,   // DuckDB, ClickHouse
  kPcre,  // Splunk
  kDotNet,
  kJava,    // CQL
  kLucene,  // Elasticsearch (lucene_regex.h)
  kKusto,   // KQL: RE2, or newer the regex crate of Rust
  kSigma,   // what engines behind Sigma have in common
};

struct Regex {
  std::string text;
  std::string shift;  // what differs in the dialect; empty when nothing does
};

// The pattern that matches the same texts. The error names what the dialect cannot say.
std::expected<Regex, std::string> translate_regex(std::string_view pattern, bool nocase, RegexDialect dialect);

}  // namespace yaral::convert
