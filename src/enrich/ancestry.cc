#include "enrich/ancestry.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "enrich/process_fields.h"

namespace yaral::enrich {

namespace {

using Process = ProcessTable::Process;

// A process and its parents upwards, as the event and the table together know them.
struct Chain {
  std::vector<ProcessFacts> levels;
  bool more = false;  // than the event says
};

class Ancestry {
 public:
  Ancestry(ChangedEvent& event, const ProcessTable& table)
      : event_(event), table_(table), host_(host_of_event(*event.event().root)), use_pids_(ids_of_one_machine()) {}

  void run() {
    const Process* const started = fill(process_fields().target, nullptr);
    fill(process_fields().principal, type() == "PROCESS_LAUNCH" ? started : nullptr);
  }

 private:
  std::string_view type() const {
    std::vector<Value> found;
    udm::collect(*event_.event().root, process_fields().type, found);
    if (found.empty()) return {};
    return udm::enum_name(process_fields().type.type.enum_id, static_cast<std::int32_t>(found.front().as_int()));
  }

  // Process ids say nothing where it is open which of two machines they are of: a logon tells the process of the machine
  // that is logged on to.
  bool ids_of_one_machine() const {
    const std::string_view from = text_in(event_.noun(process_fields().principal), process_fields().hostname);
    const std::string_view to = text_in(event_.noun(process_fields().target), process_fields().hostname);
    return from.empty() || to.empty() || equal_folded(from, to) || type().starts_with("NETWORK_");
  }

  // The table's entry of the noun's own process.
  const Process* fill(udm::FieldIndex noun, const Process* without) {
    const udm::Message* const process = message_in(event_.noun(noun), process_fields().process);
    if (process == nullptr) return nullptr;
    visited_.clear();
    if (without != nullptr) visited_.push_back(without);
    const Process* own = nullptr;
    const Chain chain = chain_of(process, own);
    if (chain.more) write(event_.changed_noun(noun).child(process_fields().process, event_.arena()), chain);
    return own;
  }

  Chain chain_of(const udm::Message* process, const Process*& own) {
    Chain chain;
    ProcessFacts facts = facts_of(process);
    ProcessTable::Query query{.host = host_, .facts = {}, .at = event_.event().time, .exact = true};
    for (int level = 0; level <= kMostAncestors && !facts.empty(); ++level) {
      query.facts = facts;
      if (!use_pids_) query.facts.pid = {};
      const Process* const known = table_.find(query, visited_);
      if (level == 0) own = known;
      if (known != nullptr) facts.add(known->facts());
      chain.more |= adds(facts, facts_of(process));
      chain.levels.push_back(facts);
      process = message_in(process, process_fields().parent);
      facts = parent_of(process, known);
      query.exact = known != nullptr;
      if (known != nullptr) {
        visited_.push_back(known);
        query.at = known->start;
      }
    }
    return chain;
  }

  // What is known of the next one up before it is looked for.
  static ProcessFacts parent_of(const udm::Message* parent, const Process* child) {
    ProcessFacts facts = facts_of(parent);
    if (child != nullptr && may_be_same(facts, child->parent())) facts.add(child->parent());
    return facts;
  }

  static bool adds(const ProcessFacts& all, const ProcessFacts& told) {
    return all.id.size() > told.id.size() || all.pid.size() > told.pid.size() || all.path.size() > told.path.size() ||
           all.command_line.size() > told.command_line.size();
  }

  void write(udm::Message& process, const Chain& chain) {
    Arena& arena = event_.arena();
    udm::Message* at = &process;
    for (std::size_t i = 0; i < chain.levels.size(); ++i) {
      if (i > 0) at = &at->child(process_fields().parent, arena);
      const ProcessFacts& facts = chain.levels[i];
      fill_in(*at, facts, arena);
    }
  }

  static void fill_in(udm::Message& process, const ProcessFacts& facts, Arena& arena) {
    enrich::fill(process, process_fields().id, facts.id, arena);
    enrich::fill(process, process_fields().pid, facts.pid, arena);
    enrich::fill(process, process_fields().command_line, facts.command_line, arena);
    if (!facts.path.empty())
      enrich::fill(process.child(process_fields().file, arena), process_fields().path, facts.path, arena);
  }

  ChangedEvent& event_;
  const ProcessTable& table_;
  std::string host_;
  bool use_pids_;
  std::vector<const Process*> visited_;
};

}  // namespace

void fill_ancestry(ChangedEvent& event, const ProcessTable& table) { Ancestry(event, table).run(); }

}  // namespace yaral::enrich
