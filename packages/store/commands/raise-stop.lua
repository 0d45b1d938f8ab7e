--[[
  Writes into an agent's lock that it must stop under this fence or an older one. The stop fence only grows.

  Input:
    KEYS[1] the lock (HASH: holder, fence, until, stop, reported)

    ARGV[1] fence
    ARGV[2] milliseconds it is remembered

  Output:
    the stop fence that holds now
]]
local stop = redis.call('HGET', KEYS[1], 'stop')
if stop and tonumber(stop) >= tonumber(ARGV[1]) then
  return tonumber(stop)
end
redis.call('HSET', KEYS[1], 'stop', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return tonumber(ARGV[1])
