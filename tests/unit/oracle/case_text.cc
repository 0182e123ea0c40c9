#include "unit/oracle/case_text.h"

#include <fstream>

#include "base/text.h"
#include "unit/oracle/dice.h"
#include "unit/oracle/random_records.h"

namespace yaral::oracle {

std::string write_case(const RandomCase& random) {
  std::string text = random.rule;
  for (const std::string& event : random.input.events) text += event + "\n";
  if (random.rule.find(".graph.") != std::string::npos)
    for (const std::string& entity : random.input.entities) text += "entity " + entity + "\n";
  if (random.rule.find("%t.") != std::string::npos)
    for (const auto& row : random.input.tables.at("t").rows)
      text += "row " + row[0] + "," + row[1] + "," + row[2] + "\n";
  if (random.input.hop_grid) text += "hop_grid\n";
  return text;
}

RandomCase read_case(const std::string& path) {
  Dice dice(0);
  RandomCase out{.rule = {}, .input = random_input(dice)};  // for the lists
  out.input.events.clear();
  out.input.entities.clear();
  out.input.tables.at("t").rows.clear();
  out.input.hop_grid = false;
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line)) {
    out.rule += line + "\n";
    if (line == "}") break;
  }
  while (std::getline(in, line)) {
    if (line.starts_with("{")) out.input.events.push_back(line);
    if (line.starts_with("entity ")) out.input.entities.push_back(line.substr(7));
    if (line == "hop_grid") out.input.hop_grid = true;
    if (!line.starts_with("row ")) continue;
    std::vector<std::string> cells;
    for (const std::string_view cell : split(std::string_view(line).substr(4), ',')) cells.emplace_back(cell);
    out.input.tables.at("t").rows.push_back(cells);
  }
  return out;
}

}  // namespace yaral::oracle
