-- Who books within the last day, or whose slot moves into it, is asked too: "tomorrow" would be a wrong day for them.
update notice_templates
set subject = replace(replace(subject, '明天就是了', '一天之内开始'), 'is tomorrow.', 'begins within a day.'),
    text = replace(replace(text, '明天就是了', '一天之内开始'), 'is tomorrow.', 'begins within a day.')
where event = 'stillComing';
