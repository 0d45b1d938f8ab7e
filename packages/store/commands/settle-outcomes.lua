--[[
  Takes settled outcomes out of the stream and out of what its group still waits for, in one step.

  Input:
    KEYS[1] the outcome stream (STREAM)

    ARGV[1] the group
    ARGV[2...] ids of entries

  Output:
    how many were in the stream
]]
redis.call('XACK', KEYS[1], unpack(ARGV))
return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
