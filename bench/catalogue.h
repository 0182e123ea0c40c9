#pragma once

#include <string_view>

// What the made-up machines run, write and talk to. In the texts `%n` stands for a number, `%h` for a hexadecimal word,
// `%g` for a GUID, `%u` for the user, `%w` for one of many words: what makes the long tail of distinct values. Entries
// that stand first are drawn most.
namespace yaral::bench {

struct Program {
  std::string_view image;
  std::string_view command_line;
  std::string_view company;
};

constexpr Program kPrograms[] = {
    {R"(C:\Windows\System32\svchost.exe)", R"(C:\Windows\System32\svchost.exe -k netsvcs -p -s %w)",
     "Microsoft Corporation"},
    {R"(C:\Program Files\Google\Chrome\Application\chrome.exe)",
     R"("C:\Program Files\Google\Chrome\Application\chrome.exe" --type=renderer --lang=en-US --device-scale-factor=1 --num-raster-threads=4 --renderer-client-id=%n --time-ticks-at-unix-epoch=-%n --launch-time-ticks=%n --field-trial-handle=%n,i,%n,%n,262144 --variations-seed-version=%n /prefetch:1)",
     "Google LLC"},
    {R"(C:\Windows\System32\conhost.exe)", R"(\??\C:\Windows\system32\conhost.exe 0xffffffff -ForceV1)",
     "Microsoft Corporation"},
    {R"(C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe)",
     R"("C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe" --type=utility --utility-sub-type=%w.mojom.%w --lang=en-US --service-sandbox-type=none --mojo-platform-channel-handle=%n --field-trial-handle=%n,i,%n,%n,262144 /prefetch:8)",
     "Microsoft Corporation"},
    {R"(C:\Windows\System32\cmd.exe)",
     R"(C:\Windows\system32\cmd.exe /c ""C:\Program Files\%w\bin\%w.bat" --job %n --out C:\ProgramData\%w\%h.log")",
     "Microsoft Corporation"},
    {R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)",
     R"(powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "& 'C:\ProgramData\Management\Scripts\%g_1\Get-%w.ps1' -Site %w -Run %n")",
     "Microsoft Corporation"},
    {R"(C:\Windows\System32\taskhostw.exe)", R"(taskhostw.exe %w)", "Microsoft Corporation"},
    {R"(C:\Windows\System32\backgroundTaskHost.exe)",
     R"("C:\Windows\system32\backgroundTaskHost.exe" -ServerName:App.AppX%h%h.mca)", "Microsoft Corporation"},
    {R"(C:\Windows\System32\RuntimeBroker.exe)", R"(C:\Windows\System32\RuntimeBroker.exe -Embedding)",
     "Microsoft Corporation"},
    {R"(C:\Windows\System32\wbem\WmiPrvSE.exe)", R"(C:\Windows\system32\wbem\wmiprvse.exe -secured -Embedding)",
     "Microsoft Corporation"},
    {R"(C:\Windows\System32\dllhost.exe)", R"(C:\Windows\system32\DllHost.exe /Processid:{%g})",
     "Microsoft Corporation"},
    {R"(C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE)",
     R"("C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE" /eml "C:\Users\%u\Downloads\%w %w %n.eml")",
     "Microsoft Corporation"},
    {R"(C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE)",
     R"("C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE" "C:\Users\%u\Documents\%w\%w-%n.xlsx")",
     "Microsoft Corporation"},
    {R"(C:\Users\%u\AppData\Local\Microsoft\Teams\current\Teams.exe)",
     R"("C:\Users\%u\AppData\Local\Microsoft\Teams\current\Teams.exe" --type=gpu-process --enable-features=%w,%w --field-trial-handle=%n --user-data-dir="C:\Users\%u\AppData\Roaming\Microsoft\Teams" --launch-time-ticks=%n)",
     "Microsoft Corporation"},
    {R"(C:\Program Files\Git\cmd\git.exe)",
     R"(git.exe -c core.quotepath=false fetch --prune origin +refs/heads/%w/%w-%n:refs/remotes/origin/%w/%w-%n)",
     "The Git Development Community"},
    {R"(C:\Program Files\nodejs\node.exe)",
     R"("C:\Program Files\nodejs\node.exe" C:\Users\%u\src\%w\node_modules\%w\bin\%w.js --worker %n)", "Node.js"},
    {R"(C:\Windows\System32\msiexec.exe)", R"(C:\Windows\system32\msiexec.exe /V)", "Microsoft Corporation"},
    {R"(C:\Windows\Microsoft.NET\Framework64\v4.0.30319\csc.exe)",
     R"("C:\Windows\Microsoft.NET\Framework64\v4.0.30319\csc.exe" /noconfig /fullpaths @"C:\Users\%u\AppData\Local\Temp\%h\%h.cmdline")",
     "Microsoft Corporation"},
    {R"(C:\Program Files\%w\%w.exe)",
     R"("C:\Program Files\%w\%w.exe" --config C:\ProgramData\%w\%w.json --instance %n)", "%w Inc."},
    {R"(C:\Windows\System32\reg.exe)", R"(reg query HKLM\SOFTWARE\%w\%w /v Version)", "Microsoft Corporation"},
    {R"(C:\Windows\System32\net.exe)", R"(net use \\files-%n\%w$ /persistent:no)", "Microsoft Corporation"},
    {R"(C:\Windows\System32\schtasks.exe)", R"(schtasks /query /tn "\%w\%w" /fo csv)", "Microsoft Corporation"},
    // The tools that the rule looks for, doing what it does not look for.
    {R"(C:\Windows\System32\certutil.exe)", R"(certutil -hashfile "C:\Users\%u\Downloads\%w-%n.zip" MD5)",
     "Microsoft Corporation"},
    {R"(C:\Program Files (x86)\Windows Kits\10\bin\10.0.22621.0\x64\signtool.exe)",
     R"(signtool.exe verify /pa /v "C:\Build\%w\%w.dll")", "Microsoft Corporation"},
};

constexpr std::string_view kFiles[] = {
    R"(C:\Users\%u\AppData\Local\Google\Chrome\User Data\Default\Cache\Cache_Data\f_%h)",
    R"(C:\Users\%u\AppData\Local\Temp\%h\%w.tmp)",
    R"(C:\Windows\Prefetch\%w.EXE-%h.pf)",
    R"(C:\Users\%u\AppData\Local\Microsoft\Edge\User Data\Default\Code Cache\js\%h_0)",
    R"(C:\ProgramData\Microsoft\Windows\WER\ReportQueue\AppCrash_%w.exe_%h_%h_%g\Report.wer)",
    R"(C:\Users\%u\AppData\Roaming\Microsoft\Windows\Recent\%w %w %n.lnk)",
    R"(C:\Windows\System32\LogFiles\WMI\RtBackup\EtwRT%w.etl)",
    R"(C:\Users\%u\OneDrive - Example\%w\%w %n.docx)",
    R"(C:\Windows\SoftwareDistribution\Download\%h%h\%w.cab)",
    R"(C:\Users\%u\src\%w\node_modules\%w\dist\%w.js)",
    R"(C:\Users\%u\Downloads\%w-%n.zip)",
    R"(C:\Windows\Temp\__PSScriptPolicyTest_%h.%h.ps1)",
    // Certificates where programs keep theirs.
    R"(C:\Program Files\%w\share\certs\%w.crt)",
};

constexpr std::string_view kRegistryKeys[] = {
    R"(HKLM\System\CurrentControlSet\Services\%w\Parameters\%w)",
    R"(HKU\S-1-5-21-%n-%n-%n-1104\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\RecentDocs\.%w\MRUListEx)",
    R"(HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{%g}\DisplayVersion)",
    R"(HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tasks\{%g}\DynamicInfo)",
    R"(HKU\S-1-5-21-%n-%n-%n-1104\SOFTWARE\Classes\Local Settings\Software\Microsoft\Windows\Shell\MuiCache\C:\Program Files\%w\%w.exe.FriendlyAppName)",
    R"(HKLM\SOFTWARE\Classes\CLSID\{%g}\InprocServer32\(Default))",
    R"(HKLM\System\CurrentControlSet\Control\DeviceContainers\{%g}\BaseContainers\{%g})",
    R"(HKLM\SOFTWARE\Microsoft\SystemCertificates\Disallowed\Certificates\%h%h\Blob)",
};

constexpr std::string_view kDomains[] = {"example.com",  "example.net",           "cdn.example.org",
                                         "corp.example", "telemetry.example.com", "update.example.net"};

constexpr std::string_view kWords[] = {
    "Agent",    "Archive", "Audit",   "Backup",  "Bridge",  "Broker",  "Cache",   "Calendar",  "Client",  "Cluster",
    "Config",   "Contact", "Core",    "Crash",   "Data",    "Delta",   "Deploy",  "Desk",      "Device",  "Display",
    "Driver",   "Engine",  "Event",   "Export",  "Field",   "Finance", "Flow",    "Forecast",  "Gate",    "Graph",
    "Health",   "Helper",  "Host",    "Hub",     "Import",  "Index",   "Invoice", "Inventory", "Kernel",  "Ledger",
    "Library",  "License", "Local",   "Logon",   "Manager", "Market",  "Media",   "Meter",     "Metrics", "Mirror",
    "Monitor",  "Notify",  "Office",  "Order",   "Packet",  "Panel",   "Patch",   "Payroll",   "Planner", "Policy",
    "Portal",   "Printer", "Profile", "Project", "Proxy",   "Query",   "Queue",   "Recorder",  "Relay",   "Render",
    "Report",   "Roster",  "Router",  "Scanner", "Search",  "Sensor",  "Server",  "Session",   "Shell",   "Signal",
    "Snapshot", "Status",  "Storage", "Store",   "Stream",  "Sync",    "System",  "Task",      "Ticket",  "Token",
    "Tracker",  "Update",  "Usage",   "Vault",   "Vendor",  "Viewer",  "Watch",   "Widget",    "Worker",  "Zone",
};

constexpr std::string_view kDepartments[] = {"fin", "eng", "ops", "legal", "sales", "hr", "lab", "it"};

// What the rule of T1553.002 finds, for each of its three kinds of trace.
constexpr Program kSigning[] = {
    {R"(C:\Windows\System32\certutil.exe)", R"(certutil.exe -f -addstore Root C:\Users\%u\Downloads\%w-%h.cer)",
     "Microsoft Corporation"},
    {R"(C:\Program Files (x86)\Windows Kits\10\bin\10.0.22621.0\x64\signtool.exe)",
     R"("C:\Program Files (x86)\Windows Kits\10\bin\10.0.22621.0\x64\signtool.exe" sign /fd SHA256 /f C:\Users\%u\%w.pfx /p %h C:\Users\%u\%w.exe)",
     "Microsoft Corporation"},
};
constexpr std::string_view kPlantedFile = R"(C:\Users\%u\AppData\Local\Temp\%w-%h.pfx)";
constexpr std::string_view kTrustedKey =
    R"(HKLM\SOFTWARE\Microsoft\SystemCertificates\Root\Certificates\%h%h%h%h%h\Blob)";

}  // namespace yaral::bench
