#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {
namespace {

void add_wait_time_scale(CLI::App& command, double& scale) {
  const auto set = [&scale](const std::string& text) {
    const auto parsed = parse_number(text);
    if (!parsed || *parsed < 0 || *parsed > 1000)
      throw CLI::ValidationError("--wait-time-scale", "expected a number from 0 to 1000, found '" + text + "'");
    scale = *parsed;
  };
  command
      .add_option_function<std::string>(
          "--wait-time-scale", set, "A factor on the time of Wait states and between attempts (default 1)")
      ->envname("WAIT_TIME_SCALE")
      ->type_name("FACTOR");
}

/// An option of AWS Step Functions Local that calls another endpoint.
void refuse_endpoint(CLI::App& command, std::string_view service) {
  const std::string name = "--" + std::string(service) + "-endpoint";
  const auto refuse = [name](const std::string&) {
    throw CLI::ValidationError(name,
                               "not supported: no other endpoint is called; the settings say what answers tasks, mocks "
                               "do besides");
  };
  command.add_option_function<std::string>(name, refuse)->group("");
}

}  // namespace

void describe_serve(CLI::App& program, Command& chosen) {
  const auto [command, serve] =
      add_command<ServeOptions>(program, "serve", "Answer as AWS Step Functions does, on a port", chosen);
  command->add_option("--host", serve->host, "The address to listen on (default 127.0.0.1)")->type_name("ADDRESS");
  add_whole_number(*command, "--port", 0, 65'535, serve->port, "The port; 0: any that is free (default 8083)");
  command->add_option("--aws-account", serve->account, "The account's number (default 123456789012)")
      ->envname("AWS_ACCOUNT_ID")
      ->type_name("DIGITS");
  command->add_option("--aws-region", serve->region, "The region (default us-east-1)")
      ->envname("AWS_DEFAULT_REGION")
      ->type_name("NAME");
  add_optional(*command, "--settings", "FILE", serve->settings, "Which workers answer which tasks");
  add_lambda_endpoint(*command, serve->functions);
  add_choice(*command,
             "--clock",
             {{"wall", api::Clock::Wall}, {"virtual", api::Clock::Virtual}},
             serve->clock,
             "Real time (default wall), or time that jumps to what is due next");
  add_optional(*command, "--faults", "PLAN.json", serve->faults, "What goes wrong, in every account");
  add_optional(*command, "--mock-config", "FILE", serve->mocks, "A MockConfigFile.json, for every account")
      ->envname("SFN_MOCK_CONFIG");
  add_wait_time_scale(*command, serve->wait_time_scale);
  add_whole_number(*command,
                   "--definitions-mib",
                   1,
                   1'000'000,
                   serve->definitions_mib,
                   "Memory for an account's state machines, in MiB (default a 64th of what is available)");
  command->add_flag("--allow-remote", serve->allow_remote, "Listen where others reach it; needs --keys");
  add_optional(*command, "--keys", "FILE", serve->keys, "Who may sign requests; all others are refused");
  command->add_option("--allow-host", serve->allowed_hosts, "A name that it is called by; may be repeated")
      ->type_name("NAME");
  for (const auto service : foreign_services) refuse_endpoint(*command, service);
  command->footer(R"(
Prints one line with its URL as soon as it accepts requests, and ends at SIGINT or SIGTERM. Listens on this machine
alone unless --allow-remote says otherwise. Without --keys no key is checked, and an access key id of twelve digits
chooses an account of that number, with state machines, executions and a clock of its own. With --keys every request must
be signed: {"keys": {ID: {"secret": "...", "account": "123456789012"}}}. StartSyncExecution and TestState need the SDK's
host prefix switched off, as with every local endpoint: inject_host_prefix=False in boto3, disableHostPrefix in JavaScript.

On the virtual clock time moves when nothing is left to do and no activity's worker and no holder of a task token is
waited for. GET and POST /_stepstorm/clock show it and move it: {"advance": SECONDS}, {"to": TIMESTAMP}, {"paused": true}.
GET, PUT and DELETE /_stepstorm/faults are about what goes wrong: {"method": [...]}, as in an experiment; /_stepstorm/mocks
about a MockConfigFile.json, whose test case StartExecution chooses by #CASE at the end of the state machine's ARN;
/_stepstorm/buckets about objects for Distributed Maps: {BUCKET: {KEY: TEXT}}. Each is of one account, which the header
X-Stepstorm-Account names. GET /_stepstorm/metrics has figures for Prometheus, POST /_stepstorm/reset empties an account
(and {"now": TIMESTAMP} says when its virtual clock begins).

The options and environment variables of AWS Step Functions Local are known: -account, -region, -waitTimeScale,
-lambdaEndpoint, SFN_MOCK_CONFIG, WAIT_TIME_SCALE, LAMBDA_ENDPOINT. Those that name endpoints of other services are
refused or reported: none is called.

Examples
  stepstorm serve
  aws stepfunctions list-state-machines --endpoint-url http://127.0.0.1:8083

Exit codes
  0  it was asked to end
  2  wrong use, an invalid settings file, or an address that cannot be listened on)");
}

}  // namespace stepstorm::app
