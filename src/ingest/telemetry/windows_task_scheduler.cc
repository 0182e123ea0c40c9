#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kTask[] = {
    {"TaskName", "target.resource.name"},
    {"UserContext", "principal", kAccount},
    {"UserName", "principal", kAccount},
    {"ResultCode", "target.resource.windows_scheduled_task.exit_code", kText, true},
};

constexpr Row kProcess[] = {
    {"Path", "target.process.file.full_path"},
    {"ProcessID", "target.process.pid", kPid},
};

// What a task runs; `ActionName` is a program, or the name of a COM handler.
constexpr Row kAction[] = {{"ActionName", "target.process.file.full_path", kText, true}};

constexpr Constant kAnyTask[] = {{"target.resource.resource_type", "TASK"}};

constexpr Mapping kMappings[] = {
    {"100", "SCHEDULED_TASK_UNCATEGORIZED", {kTask}, nullptr, false, kAnyTask},
    {"102", "SCHEDULED_TASK_UNCATEGORIZED", {kTask}, nullptr, false, kAnyTask},
    {"106", "SCHEDULED_TASK_CREATION", {kTask}, nullptr, false, kAnyTask},
    {"129", "PROCESS_LAUNCH", {kTask, kProcess}, nullptr, false, kAnyTask},
    {"140", "SCHEDULED_TASK_MODIFICATION", {kTask}, nullptr, false, kAnyTask},
    {"141", "SCHEDULED_TASK_DELETION", {kTask}, nullptr, false, kAnyTask},
    {"142", "SCHEDULED_TASK_DISABLE", {kTask}, nullptr, false, kAnyTask},
    {"200", "SCHEDULED_TASK_UNCATEGORIZED", {kTask, kAction}, nullptr, false, kAnyTask},
    {"201", "SCHEDULED_TASK_UNCATEGORIZED", {kTask, kAction}, nullptr, false, kAnyTask},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-TaskScheduler"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& task_scheduler_source() { return kSource; }

}  // namespace yaral::ingest
