#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "cli/app.h"

namespace yaral::cli {

// Runs the command line in the test's own process, with packs from a folder of the test's choice.
class Program {
 public:
  explicit Program(std::string pack_path = {}) : pack_path_(std::move(pack_path)) {}

  int run(const std::vector<std::string>& arguments, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const Console console{.in = in,
                          .out = out,
                          .err = err,
                          .out_terminal = {},
                          .err_terminal = {},
                          .executable = "/nowhere/bin/yaral",
                          .pack_path = pack_path_.c_str()};
    const int code = cli::run(arguments, console);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }

 private:
  std::string pack_path_;
  std::string out_;
  std::string err_;
};

// A rule that finds every event of a type, by host.
inline std::string rule_text(const std::string& name, const std::string& event_type = "PROCESS_LAUNCH",
                             const std::string& more = {}) {
  return "rule " + name +
         " {\n  meta:\n    author = \"test\"\n    severity = \"High\"\n  events:\n    $e.metadata.event_type = \"" +
         event_type + "\"\n    $e.principal.hostname = $host\n    " + more +
         "\n  match:\n    $host over 5m\n  condition:\n    $e\n}\n";
}

inline std::string event_line(const std::string& host, const std::string& time,
                              const std::string& command = "cmd.exe") {
  return R"({"metadata":{"eventTimestamp":")" + time +
         R"(","eventType":"PROCESS_LAUNCH","logType":"TEST"},"principal":)" + R"({"hostname":")" + host +
         R"("},"target":{"process":{"commandLine":")" + command + "\"}}}\n";
}

}  // namespace yaral::cli
