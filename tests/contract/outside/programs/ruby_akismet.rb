# Debian's ruby-akismet. It knows no other host than rest.akismet.com: name service and certificate lead it here.
require 'akismet'
require 'json'

def client(key)
  Akismet::Client.new(key, ENV['CLIENT_BLOG'], app_name: 'millrace', app_version: '1.0')
end

def said
  yield
rescue Akismet::Error => error
  "#{error.class}: #{error.message}"
end

def comment(more)
  ['192.0.2.1', 'Mozilla/5.0', { author: 'Una Marsh', type: 'comment', created_at: DateTime.new(2026, 11, 20) }.merge(more)]
end

known = client(ENV['CLIENT_KEY'])
unknown = client(ENV['CLIENT_BAD_KEY'])
ham = comment(text: ENV['CLIENT_HAM'])
test = comment(text: ENV['CLIENT_HAM'], test: true) # is answered and leaves no trace
guaranteed = { text: ENV['CLIENT_HAM'], author: 'akismet-guaranteed-spam', test: true }
results = {}
results[:key] = said { known.verify_key }
results[:other_key] = said { unknown.verify_key }
results[:ham] = said { known.check(*ham) }
known.open do
  results[:spam] = said { known.check(*comment(text: ENV['CLIENT_SPAM'])) }
  results[:guaranteed_spam] = said { known.check(*comment(guaranteed)) }
  results[:administrator] = said { known.check(*comment(guaranteed.merge(user_role: 'administrator'))) }
end
results[:no_address] = said { known.check('', 'Mozilla/5.0', text: ENV['CLIENT_HAM']) }
results[:other_key_checks] = said { unknown.check(*ham) }
results[:other_key_submits] = said { unknown.spam(*ham) }
results[:submit_spam] = said { known.spam(*ham) }
results[:after_submit_spam] = said { known.spam?(*test) }
results[:submit_ham] = said { known.ham(*ham) }
results[:after_submit_ham] = said { known.spam?(*test) }
puts JSON.generate(results)
