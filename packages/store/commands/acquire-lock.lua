--[[
  Takes an agent's lock when it is free, expired or the holder's own. The last fence is remembered after
  release and expiry, so that a lock is never taken under an older one.

  Input:
    KEYS[1] the lock (HASH: holder, fence, until)

    ARGV[1] holder
    ARGV[2] fence
    ARGV[3] milliseconds it may be held without renewal
    ARGV[4] milliseconds the fence is remembered

  Output:
    1 - held
    0 - refused
]]
local lock = redis.call('HMGET', KEYS[1], 'holder', 'fence', 'until')
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

if lock[2] and tonumber(lock[2]) > tonumber(ARGV[2]) then
  return 0
end
if lock[1] and lock[1] ~= ARGV[1] and tonumber(lock[3]) > now then
  return 0
end

local limit = string.format('%.0f', now + tonumber(ARGV[3]))
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'fence', ARGV[2], 'until', limit)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
