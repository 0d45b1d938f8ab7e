--[[
  Holds an agent's lock for longer. An expired lock that nobody took is still the holder's.

  Input:
    KEYS[1] the lock (HASH: holder, fence, until, stop, reported)

    ARGV[1] holder
    ARGV[2] fence
    ARGV[3] milliseconds it may be held without renewal
    ARGV[4] milliseconds the fence is remembered

  Output:
     1 - held
     0 - lost
    -1 - the attempt must stop
]]
local lock = redis.call('HMGET', KEYS[1], 'holder', 'fence', 'stop')
if tonumber(lock[3] or 0) >= tonumber(ARGV[2]) then
  return -1
end
if lock[1] ~= ARGV[1] or not lock[2] or tonumber(lock[2]) ~= tonumber(ARGV[2]) then
  return 0
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + tonumber(ARGV[3])))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
