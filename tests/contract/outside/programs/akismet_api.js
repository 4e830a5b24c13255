// npm akismet-api by its own options: `host` leads it here, everything else is as its documentation has it.
'use strict'
const { AkismetClient } = require('akismet-api')
const told = process.env

const client = (key) => new AkismetClient({ key, blog: told.CLIENT_BLOG, host: told.CLIENT_HOST })
const comment = (more) => ({ ip: '192.0.2.1', useragent: 'Mozilla/5.0', name: 'Una Marsh', ...more })
const said = (call) => call.catch((error) => `${error.name}: ${error.message}`)

async function main() {
  const known = client(told.CLIENT_KEY)
  const unknown = client(told.CLIENT_BAD_KEY)
  const ham = comment({ content: told.CLIENT_HAM })
  const test = { ...ham, isTest: true } // is answered and leaves no trace
  const results = {}
  results.key = await said(known.verifyKey())
  results.other_key = await said(unknown.verifyKey())
  results.ham = await said(known.checkSpam(ham))
  results.spam = await said(known.checkSpam(comment({ content: told.CLIENT_SPAM })))
  results.guaranteed_spam = await said(known.checkSpam({ ...test, name: 'akismet-guaranteed-spam' }))
  results.administrator = await said(
    known.checkSpam({ ...test, name: 'akismet-guaranteed-spam', role: 'administrator' })
  )
  results.honeypot = await said(known.checkSpam({ ...test, honeypot: 'filled' }))
  results.no_address = await said(known.checkSpam({ content: told.CLIENT_HAM }))
  results.other_key_checks = await said(unknown.checkSpam(ham))
  results.submit_spam = (await known.submitSpam(ham)).text
  results.after_submit_spam = await said(known.checkSpam(test))
  results.submit_ham = (await known.submitHam(ham)).text
  results.after_submit_ham = await said(known.checkSpam(test))
  console.log(JSON.stringify(results))
}

main()
