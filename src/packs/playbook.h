#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "packs/lists.h"

namespace yaral::packs {

// What to do about the detections of a package, for machines to read and people to do.
struct PlaybookSearch {
  std::string name;
  std::string query;  // a UDM search; `{name}` stands for a value of the detection or of an earlier step
};

struct PlaybookCommand {
  std::string platform;  // windows, macos, linux
  std::string run;
};

struct PlaybookBranch {
  std::string when;
  std::string go;  // id of a step
};

struct PlaybookStep {
  std::string id;
  std::string phase;
  std::string title;
  std::string action;
  std::string true_positive_if;
  std::string false_positive_if;
  std::string approval;
  std::string rollback;
  std::vector<std::string> rules;   // whose detections it is for; empty: all
  std::vector<std::string> inputs;  // names that stand in braces in searches and commands
  std::vector<std::string> gives;
  std::vector<PlaybookSearch> searches;
  std::vector<PlaybookCommand> commands;
  std::vector<PlaybookBranch> next;
  bool destructive = false;
  std::uint32_t line = 0;
};

struct SeverityCriterion {
  std::string severity;
  std::string when;
};

struct Escalation {
  std::string when;
  std::string to;
  std::string within;  // 15m
};

struct Playbook {
  std::string title;
  std::string version;
  std::vector<SeverityCriterion> severity_criteria;
  std::vector<Escalation> escalation;
  std::vector<PlaybookStep> steps;
};

// What is known of the detections that a playbook is about.
struct PlaybookContext {
  std::vector<std::string> rules;
  std::vector<std::string> variables;  // match and outcome variables of these
};

// Reads and checks a playbook: keys, ids, where branches lead, that what stands in braces is known, that searches are
// searches (search_query.h), that destructive steps say who approves them and how they are undone.
std::expected<Playbook, std::vector<FileProblem>> read_playbook(const std::string& file,
                                                                const PlaybookContext& context);

}  // namespace yaral::packs
