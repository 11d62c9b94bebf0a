-- For wrk: asks the addresses of a file in turn; with a second argument each is made new by a parameter nobody reads.
local paths, number, new, seed = {}, 0, false, os.time() .. "-"

function init(arguments)
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
  new = arguments[2] ~= nil
end

function request()
  number = number + 1
  local path = paths[(number - 1) % #paths + 1]
  if new then path = path .. "&new=" .. seed .. number end
  return wrk.format("GET", path)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("RESULT %d %d %f %f %d", summary.requests, summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
