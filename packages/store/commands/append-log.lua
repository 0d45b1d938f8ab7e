--[[
  Appends lines to an agent's log, which keeps about as many as it may.

  Input:
    KEYS[1] the log (STREAM)

    ARGV[1] how many lines it may keep
    ARGV[2] seconds it stays after its last line
    ARGV[3...] lines

  Output:
    1
]]
for index = 3, #ARGV do
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'line', ARGV[index])
end
return redis.call('EXPIRE', KEYS[1], ARGV[2])
