-- Goes round the addresses of a file. A form may hold {n}, a number that comes once in a run,
-- and {letters}, a word that does: the site knows texts again that differ in their digits alone.
-- wrk ... -- METHOD NUMBER_BEFORE_THE_FIRST FILE_OF_PATHS [BODY]

dofile("report.lua")

local paths, number = {}, 0

function init(args)
  wrk.method = args[1]
  number = tonumber(args[2])
  for line in io.lines(args[3]) do paths[#paths + 1] = line end
  form = args[4]
end

function request()
  number = number + 1
  local letters = tostring(number):gsub("%d", function(digit) return string.char(97 + digit) end)
  local body = form and form:gsub("{n}", tostring(number)):gsub("{letters}", letters) or nil
  return wrk.format(nil, paths[number % #paths + 1], nil, body)
end
