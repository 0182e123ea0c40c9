// How fast one core can take the same file apart with simdjson alone, building a document of every line and looking at
// none: what no program that reads JSON with it can pass.
#include <cstdio>

#include <simdjson.h>

#include "bench/measure.h"

int main(int count, char** words) {
  simdjson::padded_string text;
  if (count != 2 || simdjson::padded_string::load(words[1]).get(text) != simdjson::SUCCESS) {
    std::fputs("ceiling FILE\n", stderr);
    return 3;
  }
  simdjson::dom::parser parser;
  parser.threaded = false;  // else parse_many() looks for the next tokens on a second core
  constexpr int kRounds = 3;
  bool good = true;
  const auto measured = yaral::bench::fastest(kRounds, [&] {
    std::uint64_t documents = 0;
    simdjson::dom::document_stream stream;
    good &= parser.parse_many(text).get(stream) == simdjson::SUCCESS;
    for (auto document : stream) {
      good &= document.error() == simdjson::SUCCESS;
      ++documents;
    }
    return documents;
  });
  yaral::bench::print("ceiling: simdjson documents", measured);
  return good ? 0 : 2;
}
