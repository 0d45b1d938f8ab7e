--[[
  Takes an agent's lock for one attempt when it is free, expired, the holder's own, or held for an attempt that is
  settled. The last fence is remembered after release and expiry, so that a lock is never taken under an older one.

  Input:
    KEYS[1] the lock (HASH: holder, fence, until, stop, reported)

    ARGV[1] holder
    ARGV[2] fence
    ARGV[3] the newest fence whose outcome is settled: who holds the lock under it has nothing left to do
    ARGV[4] milliseconds it may be held without renewal
    ARGV[5] milliseconds the fence is remembered

  Output:
     2 - held, and nothing was known of the agent
     1 - held
     0 - somebody else works on the agent
    -1 - the attempt is over: stopped, reported or overtaken
]]
local lock = redis.call('HMGET', KEYS[1], 'holder', 'fence', 'until', 'stop', 'reported')
local fence = tonumber(ARGV[2])
local last = tonumber(lock[2] or 0)

if last > fence or tonumber(lock[4] or 0) >= fence or tonumber(lock[5] or 0) >= fence then
  return -1
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if lock[1] and lock[1] ~= ARGV[1] and tonumber(lock[3]) > now and last > tonumber(ARGV[3]) then
  return 0
end

local limit = string.format('%.0f', now + tonumber(ARGV[4]))
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'fence', ARGV[2], 'until', limit)
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return lock[2] and 1 or 2
