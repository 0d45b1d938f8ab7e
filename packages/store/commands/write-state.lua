--[[
  Shows what a worker says of an agent it holds, for as long as it goes on saying so.

  Input:
    KEYS[1] the agent's state (HASH)

    ARGV[1] milliseconds it is shown
    ARGV[2...] fields and values

  Output:
    1
]]
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
return redis.call('PEXPIRE', KEYS[1], ARGV[1])
